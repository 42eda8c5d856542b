import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { AnnouncedResource } from '#contracts';
import { Database } from '#persistence';
import { keysOfReference, textsOf } from './judge-impact.ts';

/** A public resource, as far as it cites. */
export interface CitedResource {
  readonly _id: string;
  readonly v: number;
  readonly title: string;
  readonly version: number;
  readonly status: AnnouncedResource['status'];
  readonly network: AnnouncedResource['network'];
  readonly references: readonly string[];
  /** What it cites, without articles. */
  readonly texts: readonly string[];
  /** When its present version became public. */
  readonly versionAt: string;
}

const alive = { status: { $in: ['published', 'flagged', 'suspended'] } };
const freshMs = 5_000;
const most = 20_000;

/** The register of what public resources cite. */
@Injectable()
export class CitedResources {
  readonly model: Model<CitedResource>;
  private kept: { readonly texts: Promise<ReadonlySet<string>>; readonly until: number } | undefined;

  constructor(database: Database) {
    this.model = database.model<CitedResource>(
      'cited_resources',
      new Schema({ _id: String, v: Number }, { strict: false }).index({ texts: 1 }),
    );
  }

  /** Those that cite any of these texts. */
  async citing(texts: readonly string[]): Promise<CitedResource[]> {
    if (texts.length === 0) return [];
    return this.model
      .find({ texts: { $in: [...texts] }, ...alive } as never)
      .limit(most)
      .lean<CitedResource[]>();
  }

  /** All texts that anything cites, as they were at most five seconds ago: what is read is held against them. */
  async citedTexts(): Promise<ReadonlySet<string>> {
    const now = Date.now();
    if (!this.kept || this.kept.until < now) this.kept = { texts: this.load(), until: now + freshMs };
    return this.kept.texts;
  }

  private async load(): Promise<ReadonlySet<string>> {
    try {
      return new Set(await this.model.distinct('texts', alive as never).then((texts) => texts as string[]));
    } catch (error) {
      this.kept = undefined;
      throw error;
    }
  }
}

export const citedFrom = (resource: AnnouncedResource, v: number): CitedResource => ({
  _id: resource.id,
  v,
  title: resource.title,
  version: resource.version,
  status: resource.status,
  network: resource.network,
  references: resource.legalRefs,
  texts: textsOf(resource.legalRefs.flatMap(keysOfReference)),
  versionAt: resource.revisedAt ?? resource.publishedAt,
});
