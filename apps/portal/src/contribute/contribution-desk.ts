import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { needed, optional } from '../forms/refused.ts';
import { type Acted, ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { type Comparison, comparisonApi } from './comparison.view.ts';
import type { Content } from './content.ts';
import { WantedFields } from './wanted-fields.ts';

export interface FileFacts {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly accessible: 'yes' | 'no' | 'unknown';
  readonly textAlternative?: string | null;
}

export interface HistoryFacts {
  readonly at: string;
  readonly what: string;
  readonly version: number;
  readonly reasons?: readonly string[];
}

/** A contribution, as the API tells it to its network. */
export interface ContributionDetail extends Content {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly title: string;
  readonly network: { readonly id: string; readonly slug: string; readonly name: string };
  readonly updatedAt: string;
  readonly files: readonly FileFacts[];
  readonly history: readonly HistoryFacts[];
  readonly committee: readonly {
    readonly version: number;
    readonly outcome: string;
    readonly reasons: readonly string[];
  }[];
  /** Ids of the networks whose agreement the latest version waits for. */
  readonly awaitedAgreements: readonly string[];
  /** For its own network alone. */
  readonly removalRequests?: readonly { readonly what: 'resource' | 'name'; readonly at: string }[];
}

export interface DuplicateFacts {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly network: { readonly name: string } | null;
}

/** Contributions in the visitor's name, and what the API wants of them. */
@Injectable()
export class ContributionDesk {
  private readonly wanted = new WantedFields();

  constructor(private readonly api: ActingApi) {}

  /** With the revision that an edit must name. @throws NotFound */
  async find(request: FastifyRequest, id: string): Promise<{ contribution: ContributionDetail; revision: string }> {
    const acted = await this.api.call<ContributionDetail>(request, 'GET', pathTo(id));
    return { contribution: needed(acted), revision: (acted.done && acted.etag) || '' };
  }

  async edit(request: FastifyRequest, id: string, body: object, revision: string): Promise<Acted<ContributionDetail>> {
    return this.api.call(request, 'PATCH', pathTo(id), { body, headers: { 'if-match': revision } });
  }

  /** What stands between it and the facilitator; nothing when it could be handed in. */
  async obstacles(request: FastifyRequest, id: string): Promise<Refusal['errors']> {
    const acted = await this.api.call(request, 'POST', `${pathTo(id)}/submit?dryRun=true`);
    return acted.done ? [] : acted.refusal.errors;
  }

  /** How the latest version handed in differs from the one before; null when there is none, or nobody can tell. */
  async comparison(request: FastifyRequest, { id, version }: ContributionDetail): Promise<Comparison | null> {
    return version < 2 ? null : optional(this.api.call<Comparison>(request, 'GET', comparisonApi(id, version)));
  }

  /** What it may repeat. It blocks nothing: when nobody can tell, nothing is said. */
  async duplicates(request: FastifyRequest, id: string): Promise<readonly DuplicateFacts[]> {
    const acted = await this.api
      .call<{ items: readonly DuplicateFacts[] }>(request, 'GET', `${pathTo(id)}/duplicates`)
      .catch(() => null);
    return acted?.done ? acted.body.items : [];
  }

  /** Names of the fields that the API wants of a contribution of this kind. */
  async required(request: FastifyRequest, network: string, content: Content): Promise<ReadonlySet<string>> {
    return this.wanted.of({ network }, content, async (body) => {
      const acted = await this.api.call(request, 'POST', '/api/v1/contributions?dryRun=true', { body });
      return acted.done ? [] : acted.refusal.errors;
    });
  }
}

export const pathTo = (id: string): string => `/api/v1/contributions/${encodeURIComponent(id)}`;
