import { Injectable } from '@nestjs/common';
import { KeyRing, KnownNetworks, type Principal } from '#access';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import { type FieldError, InvalidFields, RevisionMismatch } from '#platform';
import { recorded } from '../audit/recorded.ts';
import { CommitteeRepository } from './committee.repository.ts';
import type { AmendedCommittee, FoundedCommittee, GivenSeat } from './committee.schema.ts';
import type { Committee, Seat } from './committee.ts';
import { committeeFaults, fault } from './committee-faults.ts';

/** An operator founds a committee, or changes who sits on it and what it may do. */
@Injectable()
export class ComposeCommittee {
  constructor(
    private readonly committees: CommitteeRepository,
    private readonly networks: KnownNetworks,
    private readonly ring: KeyRing,
  ) {}

  async found(
    given: FoundedCommittee,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<Committee> {
    return createOnce(this.committees.store.model, request, async () => {
      const made = { ...given, _id: newId(), seats: await this.seated(given.seats) };
      refuse(made, await this.committees.all());
      const answer = { ...made, v: 1 };
      return this.committees.store.insert(
        { ...made, idempotency: idempotencyOf(request, answer, new Date()) },
        now,
        composed('committee.founded', made._id, caller),
      );
    });
  }

  async amend(
    id: string,
    { seats, ...given }: AmendedCommittee,
    revision: number,
    caller: Principal,
    now: Date,
  ): Promise<Committee> {
    const committee = await this.committees.get(id);
    if (committee.v !== revision) throw new RevisionMismatch();
    const changes = { ...given, ...(seats === undefined ? {} : { seats: seats && (await this.seated(seats)) }) };
    refuse({ ...committee, ...changes }, await this.committees.all());
    return this.committees.store.save(committee, changes, now, composed('committee.changed', id, caller));
  }

  /** Seats with their networks by id; whoever holds one must have the role of a member for that network. */
  private async seated(given: readonly GivenSeat[]): Promise<Seat[]> {
    const known = await this.networks.named(given.map(({ network }) => network));
    const errors: FieldError[] = [];
    const seats = await Promise.all(
      given.map(async (seat, index): Promise<Seat> => {
        const network = known.find(({ networkId, slug }) => [networkId, slug].includes(seat.network))?.networkId;
        if (!network) errors.push(fault(`/seats/${index}/network`, 'unknown-network', unknownNetwork));
        for (const role of ['person', 'deputy'] as const) {
          const holder = seat[role];
          if (holder && network && !(await this.isMember(holder, network))) {
            errors.push(fault(`/seats/${index}/${role}`, 'no-member', noMember));
          }
        }
        return {
          id: seat.id ?? newId(),
          college: seat.college,
          network: network ?? seat.network,
          person: seat.person,
          deputy: seat.deputy ?? null,
          termStartsAt: utc(seat.termStartsAt),
          termEndsAt: utc(seat.termEndsAt),
        };
      }),
    );
    if (errors.length) throw new InvalidFields(errors);
    return seats;
  }

  private async isMember(person: string, network: string): Promise<boolean> {
    const member = await this.ring.members.findById(person).lean();
    return (member?.grants ?? []).some((grant) => grant.role === 'committee-member' && grant.network === network);
  }
}

const composed = (action: string, id: string, caller: Principal) => recorded(action, caller, { kind: 'committee', id });
const utc = (moment: string | null | undefined): string | null => (moment ? new Date(moment).toISOString() : null);
const unknownNetwork = { fr: 'Réseau inconnu.', en: 'Unknown network.' };
const noMember = {
  fr: 'Cette personne n’est pas membre du comité éditorial pour ce réseau.',
  en: 'This person is no committee member for that network.',
};

/** @throws InvalidFields naming all that makes it no committee. */
const refuse = (committee: Parameters<typeof committeeFaults>[0], all: readonly Committee[]): void => {
  const faults = committeeFaults(committee, all);
  if (faults.length) throw new InvalidFields(faults);
};
