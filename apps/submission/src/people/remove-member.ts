import { Injectable } from '@nestjs/common';
import { NotFound } from '#platform';
import { PersonRepository } from './person.repository.ts';
import { sameGrants, withoutNetwork } from './person.ts';

/** Takes a person's rights for a network away. Their keys and sessions act without them as soon as the event has arrived. */
@Injectable()
export class RemoveMember {
  constructor(private readonly people: PersonRepository) {}

  async execute(network: string, id: string, byOperator: boolean, now: Date): Promise<void> {
    await this.people.store.change(async () => {
      const person = await this.people.store.find(id);
      if (!person?.grants.some((grant) => grant.network === network)) throw new NotFound();
      const grants = withoutNetwork(person.grants, network, byOperator);
      if (!sameGrants(grants, person.grants)) await this.people.change(person, { grants }, now);
    });
  }
}
