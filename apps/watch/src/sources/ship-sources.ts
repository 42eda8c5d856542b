import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, isDuplicateKey } from '#persistence';
import { StateRepository } from '../polling/state.repository.ts';
import { frenchSources, sourceDefaults } from './french-sources.ts';
import { SourceRepository } from './source.repository.ts';
import type { Source } from './source.ts';

/** A demonstration calls nobody by itself. */
export const SHIPPED_ARE_ENABLED = Symbol('shipped sources are enabled');

/** The sources that come with the product are there from the first start; what was changed of one stays as it is. */
@Injectable()
export class ShipSources implements OnApplicationBootstrap {
  private readonly logger = new Logger(ShipSources.name);

  constructor(
    private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly states: StateRepository,
    @Inject(SHIPPED_ARE_ENABLED) private readonly areEnabled: boolean,
  ) {}

  onApplicationBootstrap(): void {
    void this.database.ready
      .then(() => this.execute(new Date()))
      .catch((error: unknown) => this.logger.error({ error }));
  }

  async execute(now: Date): Promise<void> {
    for (const shipped of frenchSources) {
      const source: Omit<Source, 'v'> = {
        ...sourceDefaults,
        ...shipped,
        _id: shipped.slug,
        isShipped: true,
        isEnabled: (shipped.isEnabled ?? true) && (this.areEnabled || shipped.url === null),
        createdAt: now.toISOString(),
      };
      const made = await this.sources.store.insert(source, now).catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
        return this.sources.store.find(shipped.slug);
      });
      if (made) await this.states.follow(made, now);
    }
  }
}
