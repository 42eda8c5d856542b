import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { optional } from '../forms/refused.ts';
import { frenchDate, spaced } from '../pages/french.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import type { ContributionDetail } from './contribution-desk.ts';
import type { Choices } from './vocabularies.ts';

interface List<Item> {
  readonly items: readonly Item[];
}
interface Plan {
  readonly id: string;
  readonly title: string;
  readonly dueAt: string;
  readonly status: string;
}
interface Meeting {
  readonly id: string;
  readonly title: string;
  readonly startsAt: string;
}

const recentMs = 120 * 24 * 3600_000;

/** What a network may choose from that is its own: open commitments, and meetings held lately or soon. */
@Injectable()
export class OwnChoices {
  constructor(private readonly api: ActingApi) {}

  /** The same choices with those of its network; of those that nobody can tell, what it says now. */
  async for(request: FastifyRequest, contribution: ContributionDetail, choices: Choices): Promise<Choices> {
    const network = contribution.network.id;
    const after = new Date(Date.now() - recentMs).toISOString();
    const ask = <Item>(path: string, more: Record<string, string>) => {
      const query = new URLSearchParams({ network, limit: '100', ...more });
      return optional(this.api.call<List<Item>>(request, 'GET', `/api/v1/${path}?${query}`));
    };
    const [plans, meetings] = await Promise.all([ask<Plan>('plans', {}), ask<Meeting>('meetings', { after })]);
    const own: Readonly<Record<string, ReturnType<Choices['termsOf']>>> = {
      plan: (plans?.items ?? [])
        .filter(({ status }) => status === 'open')
        .map(({ id, title, dueAt }) => ({ id, label: spaced(`${title} (${frenchDate(dueAt)})`) })),
      meeting: (meetings?.items ?? []).map(({ id, title, startsAt }) => ({
        id,
        label: spaced(`${title} (${frenchDate(startsAt)})`),
      })),
    };
    return {
      ...choices,
      termsOf: (vocabulary) => {
        const terms = own[vocabulary];
        return terms ? withPresent(terms, contribution[vocabulary]) : choices.termsOf(vocabulary);
      },
    };
  }
}

/** What it says now stays a choice, closed or long ago as it may be. */
const withPresent = (terms: ReturnType<Choices['termsOf']>, present: unknown): ReturnType<Choices['termsOf']> =>
  typeof present !== 'string' || terms.some(({ id }) => id === present)
    ? terms
    : [...terms, { id: present, label: 'Celui qui est indiqué' }];

/** Those that a network may have none of: then they are not asked for. */
export const ownVocabularies: readonly string[] = ['plan', 'meeting'];
