import { Injectable } from '@nestjs/common';
import { resourceEvents } from '#contracts';
import { type AnnouncedAs, OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { CitedResources, citedFrom } from './cited-resources.ts';
import { FindImpacts } from './find-impacts.ts';

const dayMs = 24 * 3_600_000;
/** Who wrote a version that became public on a day may not know what changed this long before. */
const blindMs = 60 * dayMs;

/** Follows what public resources cite, and what changed while they were on their way. */
@Injectable()
export class KeepCitedResources implements WritesReadModel {
  constructor(
    private readonly resources: CitedResources,
    private readonly findImpacts: FindImpacts,
  ) {}

  @OnEvent(...resourceEvents)
  async whenAnnounced({ data, aggregateVersion }: AnnouncedAs<(typeof resourceEvents)[number]>): Promise<void> {
    const cited = citedFrom(data.resource, aggregateVersion);
    const isNew = await putIfNewer(this.resources.model, cited);
    const isAlive = ['published', 'flagged', 'suspended'].includes(cited.status);
    if (isNew && isAlive) await this.findImpacts.onResource(cited, new Date(Date.parse(cited.versionAt) - blindMs));
  }

  async forget(): Promise<void> {
    await this.resources.model.deleteMany();
  }
}
