import { Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import { latestResources, type PublicResource, publicResource } from '#contracts';
import { Queries } from '#messaging';
import { NotFound, Unavailable } from '#platform';
import { Services } from '../services/services.ts';
import * as answers from './answers.ts';
import { ResourceGone } from './resource.problems.ts';

const idShape = /^[A-Za-z0-9_-]{1,100}$/;
const problemBody = z.object({ detail: z.string() });

export interface Latest {
  readonly items: readonly PublicResource[];
  readonly total: number;
}

/** A question that the catalogue refused, with its reasons in French. */
export interface Refusal {
  readonly refused: readonly string[];
}

const refusal = z.object({ errors: z.array(z.object({ detail: z.string() })) });

/** The public catalogue, as dissemination tells it. Null: nobody can tell just now, and a page goes on without. */
@Injectable()
export class Catalogue {
  private readonly logger = new Logger(Catalogue.name);

  constructor(
    private readonly queries: Queries,
    private readonly services: Services,
  ) {}

  /** The newest resources. */
  async latest(limit: number): Promise<Latest | null> {
    try {
      return await this.queries.ask(latestResources, { limit });
    } catch (error) {
      this.logger.warn({ error, msg: 'no latest resources' });
      return null;
    }
  }

  /** @throws NotFound @throws ResourceGone when it was withdrawn @throws Unavailable */
  async find(id: string): Promise<PublicResource> {
    const { status, body } = await this.services.ask('dissemination', `/api/v1/resources/${checkedId(id)}`);
    return this.resourceIn(status, body, id);
  }

  /** @throws NotFound @throws ResourceGone @throws Unavailable */
  async version(id: string, version: number): Promise<PublicResource> {
    const path = `/api/v1/resources/${checkedId(id)}/versions/${version}`;
    const { status, body } = await this.services.ask('dissemination', path);
    return this.resourceIn(status, body, id);
  }

  async search(query: string): Promise<answers.SearchResults | Refusal | null> {
    try {
      const { status, body } = await this.services.ask('dissemination', `/api/v1/search?${query}`);
      if (status === 422) return { refused: refusal.parse(body).errors.map(({ detail }) => detail) };
      if (status === 200) return answers.searchResults.parse(body);
      this.logger.warn({ query, status, msg: 'no search' });
    } catch (error) {
      this.logger.warn({ query, error, msg: 'no search' });
    }
    return null;
  }

  list(query: string) {
    return this.services.tell('dissemination', `/api/v1/resources?${query}`, answers.resourceList);
  }

  preview(query: string) {
    return this.services.tell('dissemination', `/api/v1/filters/preview?${query}`, answers.filterPreview);
  }

  jsonLd(id: string) {
    const path = `/api/v1/resources/${id}`;
    return this.services.tell('dissemination', path, answers.jsonLdDocument, 'application/ld+json');
  }

  versions(id: string) {
    return this.services.tell('dissemination', `/api/v1/resources/${id}/versions?limit=100`, answers.versionList);
  }

  changes(id: string, version: number) {
    const path = `/api/v1/resources/${id}/versions/${version}/changes`;
    return this.services.tell('dissemination', path, answers.versionChanges);
  }

  similar(id: string) {
    return this.services.tell('dissemination', `/api/v1/resources/${id}/similar?limit=3`, answers.resourceList);
  }

  adaptations(id: string) {
    return this.services.tell('dissemination', `/api/v1/resources/${id}/adaptations?limit=20`, answers.resourceList);
  }

  announcements(query: string) {
    return this.services.tell('dissemination', `/api/v1/announcements?${query}`, answers.announcements);
  }

  months() {
    return this.services.tell('dissemination', '/api/v1/announcements/months', answers.announcementMonths);
  }

  private resourceIn(status: number, body: unknown, id: string): PublicResource {
    if (status === 404) throw new NotFound({ fr: 'Cette ressource n’existe pas.', en: 'There is no such resource.' });
    if (status === 410) throw new ResourceGone(problemBody.safeParse(body).data?.detail);
    const found = publicResource.safeParse(body);
    if (status === 200 && found.success) return found.data;
    this.logger.error({ id, status, error: found.error, msg: 'not the resource that was promised' });
    throw new Unavailable();
  }
}

const checkedId = (id: string): string => {
  if (!idShape.test(id)) throw new NotFound();
  return id;
};
