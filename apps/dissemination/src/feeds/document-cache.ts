import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type Rendered, type ServedDocument, served } from './served-document.ts';

interface Kept<About> {
  readonly about: About;
  document: ServedDocument | undefined;
  /** The change that it must have, and the one that it was rendered after. */
  wanted: number;
  seen: number;
  rendering: Promise<ServedDocument> | undefined;
  isEvicted: boolean;
}

export interface Bounds {
  readonly documents: number;
  readonly bytes: number;
}

const unrendered = { document: undefined, wanted: 0, seen: -1, rendering: undefined, isEvicted: false };
const retryMs = 1_000;
const atOnce = 2;

/**
 * Documents as bytes: rendered once when first asked for, and again in the background when what they say changes.
 * Who asks for one that is there never waits, and nothing is looked up for them. The least recently asked for goes first.
 */
export class DocumentCache<About> {
  private readonly logger = new Logger('documents');
  private readonly all = new Map<string, Kept<About>>();
  private readonly stale = new Set<Kept<About>>();
  private bytes = 0;
  private change = 0;
  private workers = 0;
  private isClosing = false;

  constructor(
    /** With the number of the last change that what is rendered must have. */
    private readonly render: (about: About, change: number) => Promise<Rendered>,
    private readonly bounds: Bounds,
  ) {}

  /** How many are kept, and what they take. */
  get extent(): Bounds {
    return { documents: this.all.size, bytes: this.bytes };
  }

  /** @throws whatever rendering throws, when this one was never rendered here. */
  async get(key: string, about: About): Promise<ServedDocument> {
    const kept = this.keep(key, about);
    return kept.document ?? this.rendered(kept);
  }

  /** What is there already; asked for, as `get`. */
  kept(key: string): ServedDocument | undefined {
    const kept = this.all.get(key);
    if (!kept?.document) return undefined;
    this.all.delete(key);
    this.all.set(key, kept);
    return kept.document;
  }

  /** Renders again, in the background, those that a change concerns. */
  refresh(isConcerned: (about: About) => boolean): void {
    this.change += 1;
    for (const kept of this.all.values()) {
      if (!isConcerned(kept.about)) continue;
      kept.wanted = this.change;
      this.stale.add(kept);
    }
    while (this.workers < Math.min(atOnce, this.stale.size)) void this.work();
  }

  close(): void {
    this.isClosing = true;
  }

  private async work(): Promise<void> {
    this.workers += 1;
    for (let next = this.takeStale(); next && !this.isClosing; next = this.takeStale()) {
      try {
        await this.rendered(next);
      } catch (error) {
        this.logger.warn({ error, msg: 'served as it was' });
        this.stale.add(next);
        await pause(retryMs, undefined, { ref: false });
      }
    }
    this.workers -= 1;
  }

  /** The most recently asked for is the last of the map, and the first to be fresh. */
  private takeStale(): Kept<About> | undefined {
    const next = [...this.stale].at(-1);
    if (next) this.stale.delete(next);
    return next;
  }

  /** A rendering that began before the change does not have it: the next one does. */
  private async rendered(kept: Kept<About>): Promise<ServedDocument> {
    for (;;) {
      kept.rendering ??= this.renderNow(kept).finally(() => {
        kept.rendering = undefined;
      });
      const document = await kept.rendering;
      if (kept.seen >= kept.wanted) return document;
    }
  }

  private async renderNow(kept: Kept<About>): Promise<ServedDocument> {
    const { change } = this;
    const rendered = await this.render(kept.about, change);
    const same = kept.document?.bodies.identity.bytes.equals(Buffer.from(rendered.text));
    const document = same && kept.document ? kept.document : await served(rendered);
    if (!kept.isEvicted) this.bytes += document.size - (kept.document?.size ?? 0);
    kept.document = document;
    kept.seen = change;
    this.shrink();
    return document;
  }

  private keep(key: string, about: About): Kept<About> {
    const kept = this.all.get(key) ?? { ...unrendered, about };
    this.all.delete(key);
    this.all.set(key, kept);
    return kept;
  }

  private shrink(): void {
    for (const [key, kept] of this.all) {
      if (this.all.size <= this.bounds.documents && this.bytes <= this.bounds.bytes) return;
      this.all.delete(key);
      kept.isEvicted = true;
      this.stale.delete(kept);
      this.bytes -= kept.document?.size ?? 0;
    }
  }
}
