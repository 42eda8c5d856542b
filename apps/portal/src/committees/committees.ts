import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { optional } from '../forms/refused.ts';
import { Directory } from '../networks/directory.ts';
import { Services } from '../services/services.ts';
import { ActingApi } from '../sign-in/acting-api.ts';

const seat = z.object({
  id: z.string(),
  college: z.string(),
  collegeLabel: z.string(),
  network: z.string(),
  termStartsAt: z.string().nullable(),
  termEndsAt: z.string().nullable(),
  /** For members and operators alone. */
  person: z.string().optional(),
  deputy: z.string().nullish(),
});

const committee = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['national', 'territorial', 'sectoral']),
  territories: z.array(z.string()),
  sector: z.string().nullable(),
  mandate: z.enum(['deconcentrated', 'decentralised']).nullable(),
  parent: z.string().nullable(),
  seats: z.array(seat).nullable(),
  chair: z.string().nullish(),
});
export type CommitteeFacts = z.output<typeof committee>;

const list = z.object({ items: z.array(committee) });

/** Somebody who may hold a seat, with the network that they would speak for. */
export interface Candidate {
  readonly person: string;
  readonly name: string;
  readonly network: string;
  readonly networkName: string;
}

interface Member {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly { readonly role: string }[];
}

/** Who decides on what. */
@Injectable()
export class Committees {
  constructor(
    private readonly services: Services,
    private readonly directory: Directory,
    private readonly api: ActingApi,
  ) {}

  /** As everybody may see them; null when nobody can tell now. */
  async all(): Promise<readonly CommitteeFacts[] | null> {
    return (await this.services.tell('editorial', '/api/v1/committees', list))?.items ?? null;
  }

  /** By their ids. */
  async names(): Promise<ReadonlyMap<string, string>> {
    return new Map(((await this.all()) ?? []).map(({ id, name }) => [id, name]));
  }

  /** Members of every network, as an operator may know them. */
  async candidates(request: FastifyRequest): Promise<readonly Candidate[]> {
    const networks = (await this.directory.all()) ?? [];
    const found = await Promise.all(
      networks.map(async ({ id, name }) => {
        const path = `/api/v1/networks/${encodeURIComponent(id)}/members`;
        const members = await optional(this.api.call<{ items: readonly Member[] }>(request, 'GET', path));
        return (members?.items ?? [])
          .filter(({ roles }) => roles.some(({ role }) => role === 'committee-member'))
          .map((member) => ({ person: member.id, name: member.name, network: id, networkName: name }));
      }),
    );
    return found.flat().sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  }
}
