import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Comparison, comparisonApi } from '../contribute/comparison.view.ts';
import { needed, optional } from '../forms/refused.ts';
import { Directory } from '../networks/directory.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import type { CaseFacts } from './case.facts.ts';
import type { NetworkNames } from './opinion-line.view.ts';
import { caseApi } from './words.ts';

/** What is not told to the networks that made it. */
const untold = {
  assignments: [],
  grid: [],
  opinions: [],
  setAside: [],
  verifications: [],
  recusals: [],
  objections: [],
  rounds: [],
  seats: [],
  note: null,
} as const;

/** Cases, in the name of who looks at the page. */
@Injectable()
export class Cases {
  constructor(
    private readonly api: ActingApi,
    private readonly directory: Directory,
  ) {}

  /** @throws NotFound, and whatever the service refuses */
  async find(request: FastifyRequest, id: string): Promise<CaseFacts> {
    const told = needed(await this.api.call<Partial<CaseFacts>>(request, 'GET', caseApi(id)));
    return { ...untold, ...told } as CaseFacts;
  }

  /** What differs from the version that was judged before; null when it is the first, or cannot be told. */
  async comparison(
    request: FastifyRequest,
    { contributionId, version, rounds }: CaseFacts,
  ): Promise<Comparison | null> {
    const before = rounds[0]?.version;
    if (before === undefined) return null;
    return optional(this.api.call<Comparison>(request, 'GET', comparisonApi(contributionId, version, before)));
  }

  /** By their ids; empty when nobody can tell now. */
  async networkNames(): Promise<NetworkNames> {
    return this.directory.names();
  }
}
