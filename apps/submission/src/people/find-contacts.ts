import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { personContacts } from '#contracts';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { Receipts } from '../receipts/receipts.ts';
import { NetworkRequestRepository } from '../requests/network-request.repository.ts';
import { PersonRepository } from './person.repository.ts';

type Contact = z.input<typeof personContacts.answer>['items'][number];

/** Names and addresses of people, and of those who proposed or asked something without an account. Nobody left, no answer. */
@Injectable()
export class FindContacts {
  constructor(
    private readonly people: PersonRepository,
    private readonly contributions: ContributionRepository,
    private readonly requests: NetworkRequestRepository,
    private readonly receipts: Receipts,
  ) {}

  async execute(ids: readonly string[]): Promise<Contact[]> {
    const people = await this.people.byIds(ids);
    const visitors = await Promise.all(ids.map((id) => this.visitor(id)));
    return [...people.map(({ _id, name, email }) => ({ id: _id, name, email })), ...visitors.flat()];
  }

  private async visitor(id: string): Promise<Contact[]> {
    const [, as, about] = /^(proposer|request):(.+)$/.exec(id) ?? [];
    if (!as || !about) return [];
    if (as === 'request') {
      const request = await this.requests.store.find(about);
      return request ? [{ id, ...request.contact }] : [];
    }
    const { name, email } = (await this.contributions.store.find(about))?.proposer ?? {};
    return name && email ? [{ id, name, email, page: this.receipts.pageOf(about) }] : [];
  }
}
