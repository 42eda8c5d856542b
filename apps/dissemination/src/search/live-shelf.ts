import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { AnnouncedResource } from '#contracts';
import { Database } from '#persistence';
import { Unavailable } from '#platform';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import { CatalogueChanges } from '../catalogue/catalogue-changes.ts';
import { type Entry, isListed } from '../catalogue/entry.ts';
import { FileTexts } from './file-texts.ts';
import { indexedText } from './indexed-text.ts';
import { Shelf } from './shelf.ts';

/** The clocks of instances differ a little, and a write may become visible after a later one: a bit is read again. */
const overlapMs = 5_000;
const patienceMs = 2_000;
/** Beyond this, dead rows are left behind by reading everything anew. */
const mostWaste = 0.5;
const smallest = 1_000;
const readFilesMs = 2_000;
const mostAtOnce = 10;
/** Some files have no text at all. */
const mostTries = 30;

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
  private readonly unread = new Map<string, { readonly resource: AnnouncedResource; readonly tries: number }>();
  private isBehind = false;
  private isClosing = false;

  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly fileTexts: FileTexts,
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
    const isKnown = (id: string, v: number) => (versions.get(id) ?? 0) >= v;
    for await (const entry of this.catalogue.changedSince(since, isKnown)) {
      if (entry.changedAt > readUntil) readUntil = entry.changedAt;
      if (isKnown(entry._id, entry.v)) continue;
      versions.set(entry._id, entry.v);
      await this.place(shelf, entry);
    }
    Object.assign(this, { shelf, versions, readUntil, epoch });
  }

  private async place(shelf: Shelf, { resource }: Entry): Promise<void> {
    this.unread.delete(resource.id);
    if (!isListed(resource)) return shelf.remove(resource.id);
    const { text, isAll } = await this.fileTexts.of(resource);
    shelf.put(resource, indexedText(resource, text));
    if (!isAll) this.unread.set(resource.id, { resource, tries: 0 });
  }

  /** The text of files comes after: a resource is found by its own words meanwhile. */
  @Interval(readFilesMs)
  async readFiles(): Promise<void> {
    if (!this.database.isReady || this.isClosing) return;
    for (const [id, { resource, tries }] of [...this.unread].slice(0, mostAtOnce)) {
      await this.fileTexts.learn(resource);
      const { text, isAll } = await this.fileTexts.of(resource);
      // It may have changed, or left, meanwhile.
      if (this.unread.get(id)?.resource !== resource) continue;
      if (text) this.shelf.put(resource, indexedText(resource, text));
      if (isAll || tries === mostTries) this.unread.delete(id);
      else this.unread.set(id, { resource, tries: tries + 1 });
    }
  }
}
