import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#persistence';
import { Unavailable } from '#platform';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import { CatalogueChanges } from '../catalogue/catalogue-changes.ts';
import { type Entry, isListed } from '../catalogue/entry.ts';
import { indexedText } from './indexed-text.ts';
import { Shelf } from './shelf.ts';

/** The clocks of instances differ a little, and a write may become visible after a later one: a bit is read again. */
const overlapMs = 5_000;
const patienceMs = 2_000;
/** Beyond this, dead rows are left behind by reading everything anew. */
const mostWaste = 0.5;
const smallest = 1_000;

/** The shelf of this instance, in step with the catalogue: at once where it changed, within a second elsewhere. */
@Injectable()
export class LiveShelf implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveShelf.name);
  private readonly first = Promise.withResolvers<void>();
  private shelf = new Shelf();
  private versions = new Map<string, number>();
  private readUntil = new Date(0);
  private epoch: number | undefined;
  private following: Promise<void> | undefined;
  private isBehind = false;
  private isClosing = false;

  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly database: Database,
    changes: CatalogueChanges,
  ) {
    changes.on(() => this.follow());
  }

  onApplicationBootstrap(): void {
    void this.database.ready.then(() => this.follow());
  }

  beforeApplicationShutdown(): void {
    this.isClosing = true;
  }

  /** @throws Unavailable while the catalogue was never read */
  async current(): Promise<Shelf> {
    const late = pause(patienceMs, 'late', { ref: false });
    if ((await Promise.race([this.first.promise, late])) === 'late') throw new Unavailable();
    return this.shelf;
  }

  private follow(): void {
    this.isBehind = true;
    this.following ??= this.catchUp().finally(() => {
      this.following = undefined;
    });
  }

  private async catchUp(): Promise<void> {
    while (this.isBehind && !this.isClosing) {
      this.isBehind = false;
      try {
        await this.read();
        this.first.resolve();
      } catch (error) {
        // The next poll that sees a change tries again; so does this, until everything was read once.
        this.logger.warn({ error, msg: 'the catalogue could not be read' });
        await pause(1_000, undefined, { ref: false });
        this.isBehind = true;
      }
    }
  }

  private async read(): Promise<void> {
    const epoch = await this.catalogue.epoch();
    const isAnew = epoch !== this.epoch || (this.shelf.waste > mostWaste && this.shelf.size > smallest);
    const shelf = isAnew ? new Shelf() : this.shelf;
    const versions = isAnew ? new Map<string, number>() : this.versions;
    const since = isAnew ? new Date(0) : new Date(this.readUntil.getTime() - overlapMs);
    let readUntil = isAnew ? new Date(0) : this.readUntil;
    for await (const entry of this.catalogue.changedSince(since)) {
      if (entry.changedAt > readUntil) readUntil = entry.changedAt;
      if ((versions.get(entry._id) ?? 0) >= entry.v) continue;
      versions.set(entry._id, entry.v);
      place(shelf, entry);
    }
    Object.assign(this, { shelf, versions, readUntil, epoch });
  }
}

const place = (shelf: Shelf, { resource }: Entry): void => {
  if (isListed(resource)) shelf.put(resource, indexedText(resource));
  else shelf.remove(resource.id);
};
