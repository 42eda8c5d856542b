import { Injectable } from '@nestjs/common';
import { ConcurrentChange, type IdempotentRequest, idempotencyOf, isDuplicateKey, newId } from '#persistence';
import { PersonRepository } from './person.repository.ts';
import { grantsFor, type NewMember, type Person, withGrants } from './person.ts';

/** Lets a person act for a network; somebody already known gains the roles. */
@Injectable()
export class AddMember {
  constructor(private readonly people: PersonRepository) {}

  async execute(
    network: string,
    member: NewMember,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<Person> {
    const grants = grantsFor(member, network);
    return this.people.store.change(async () => {
      const known = await this.people.findByEmail(member.email);
      if (known) return this.people.change(known, { grants: withGrants(known.grants, grants) }, now);
      const person = { _id: newId(), name: member.name, email: member.email, grants };
      return this.people
        .add({ ...person, idempotency: idempotencyOf(request, { id: person._id }, new Date()) }, now)
        .catch((error: unknown) => {
          // Somebody added the same address meanwhile: look again.
          throw isDuplicateKey(error) ? new ConcurrentChange(member.email, 0) : error;
        });
    });
  }
}
