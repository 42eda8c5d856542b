import { Injectable } from '@nestjs/common';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import type { Entry } from '../catalogue/entry.ts';
import type { Selection } from './oai-request.ts';

const unprinted = { leaves: 0, stems: 0 } as const;
const second = 1_000;

/** The catalogue as a harvester walks it: by the second in which each record last changed here. */
@Injectable()
export class OaiRepository {
  constructor(private readonly catalogue: CatalogueRepository) {}

  async find(id: string): Promise<Entry | null> {
    return this.catalogue.find(id);
  }

  async count(selection: Selection): Promise<number> {
    return this.catalogue.entries.countDocuments(query(selection) as never);
  }

  /** What changes while a list is walked moves to its end: nothing is missed. */
  async page(selection: Selection, after: readonly [Date, string] | null, limit: number): Promise<Entry[]> {
    const [at, id] = after ?? [];
    const rest = at ? { $or: [{ changedAt: { $gt: at } }, { changedAt: at, _id: { $gt: id } }] } : {};
    return this.catalogue.entries
      .find({ $and: [query(selection), rest] } as never, unprinted)
      .sort({ changedAt: 1, _id: 1 })
      .limit(limit)
      .lean<Entry[]>();
  }

  async earliest(): Promise<Date | null> {
    const [first] = await this.catalogue.entries
      .find({}, { changedAt: 1 })
      .sort({ changedAt: 1 })
      .limit(1)
      .lean<Entry[]>();
    return first?.changedAt ?? null;
  }
}

/** Whole seconds, both ends included. */
const query = ({ set, from, until }: Selection): Record<string, unknown> => ({
  ...(set ? { 'resource.family': set } : {}),
  ...(from || until
    ? {
        changedAt: {
          ...(from ? { $gte: from } : {}),
          ...(until ? { $lt: new Date(until.getTime() + second) } : {}),
        },
      }
    : {}),
});
