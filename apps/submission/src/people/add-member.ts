import { Injectable } from '@nestjs/common';
import { announce, type NoticeKind, submissionNoticeRequested } from '#contracts';
import {
  ConcurrentChange,
  createOnce,
  type IdempotentRequest,
  idempotencyOf,
  isDuplicateKey,
  newId,
} from '#persistence';
import { PersonRepository } from './person.repository.ts';
import { grantsFor, type NewMember, type Person, sameGrants, withGrants } from './person.ts';

/** Lets a person act for a network; somebody already known gains the roles. */
@Injectable()
export class AddMember {
  constructor(private readonly people: PersonRepository) {}

  async execute(
    network: string,
    member: NewMember,
    request: IdempotentRequest | undefined,
    now: Date,
    /** Whether they are told, and how to sign in. */
    isInvited = false,
  ): Promise<Person> {
    const { store } = this.people;
    const { id } = await createOnce(store.model, request, () =>
      store.change(() => this.add(network, member, request, now, isInvited)),
    );
    return (await store.find(id)) as Person;
  }

  private async add(
    network: string,
    member: NewMember,
    request: IdempotentRequest | undefined,
    now: Date,
    isInvited: boolean,
  ) {
    const told = (personId: string) => (isInvited ? [invited(personId, network, member.roles)] : []);
    const grants = grantsFor(member, network);
    const known = await this.people.findByEmail(member.email);
    if (known) {
      const all = withGrants(known.grants, grants);
      if (isInvited || !sameGrants(all, known.grants)) {
        await this.people.change(known, { grants: all }, now, ...told(known._id));
      }
      return { id: known._id };
    }
    const person = { _id: newId(), name: member.name, email: member.email, grants };
    const answer = { id: person._id };
    try {
      const idempotency = idempotencyOf(request, answer, new Date());
      await this.people.add({ ...person, idempotency }, now, ...told(person._id));
    } catch (error) {
      // Somebody added the same address meanwhile: look again.
      const raced = isDuplicateKey(error) && (await this.people.findByEmail(member.email));
      throw raced ? new ConcurrentChange(member.email, 0) : error;
    }
    return answer;
  }
}

export const invitation: NoticeKind = 'member.invited';

/** Without any token: that is made by who mails it, see `SendInvitation`. */
const invited = (personId: string, networkId: string, roles: readonly string[]) =>
  announce(submissionNoticeRequested, {
    personId,
    kind: invitation,
    urgency: 'now',
    facts: { networkId, roles: [...roles] },
  });
