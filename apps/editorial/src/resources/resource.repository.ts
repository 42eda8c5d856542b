import { Injectable } from '@nestjs/common';
import { announce, resourcePublished, resourceRevised } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { Resource } from './resource.ts';

@Injectable()
export class ResourceRepository {
  readonly store: AggregateStore<Resource>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Resource>(database, relay, 'resources');
    this.store.reannounces(({ current }) => [
      announce(current.revisedAt ? resourceRevised : resourcePublished, { resource: current, previous: null }),
    ]);
  }
}
