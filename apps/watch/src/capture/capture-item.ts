import { Inject, Injectable } from '@nestjs/common';
import { announce, itemDetected } from '#contracts';
import type { OutboundPolicy } from '#outbound-http';
import { InvalidFields } from '#platform';
import { readChanges } from '../impacts/read-changes.ts';
import { statedChange } from '../impacts/stated-changes.ts';
import { textsChanged } from '../impacts/text-changed.ts';
import { marked } from '../items/identity.ts';
import { ItemRepository } from '../items/item.repository.ts';
import type { Item } from '../items/item.ts';
import { TakeIn } from '../items/take-in.ts';
import { StateRepository } from '../polling/state.repository.ts';
import { GetDocument } from '../reading/get-document.ts';
import { legalIdsIn } from '../reading/legal-ids.ts';
import { pageOf } from '../reading/read-web-page.ts';
import type { Entry } from '../reading/reading.ts';
import { SourceRepository } from '../sources/source.repository.ts';
import { OUTBOUND_POLICY, readableAddress } from '../sources/source-address.ts';
import type { Captured, CapturedAddress } from './capture.schema.ts';

export const byHand = 'saisie';

type About = Pick<Captured, 'family' | 'territories' | 'themes'>;

/** What no source tells by itself is put on the desk by hand, or from an address. What is known already is shown again. */
@Injectable()
export class CaptureItem {
  constructor(
    private readonly sources: SourceRepository,
    private readonly states: StateRepository,
    private readonly items: ItemRepository,
    private readonly takeIn: TakeIn,
    private readonly getDocument: GetDocument,
    @Inject(OUTBOUND_POLICY) private readonly policy: OutboundPolicy,
  ) {}

  async write({ title, text, url, publishedAt, changes, ...about }: Captured, now: Date): Promise<Item> {
    const said = { guid: null, url: url ?? null, title, text, ...dated(publishedAt), ...named(url) };
    const stated = changes ? { changes: readChanges({ ...said, changes: changes.map(statedChange) }) } : {};
    return this.put(byHand, { ...said, ...stated }, about, now);
  }

  /** @throws InvalidFields when the page cannot be read */
  async fromAddress({ url: given, ...about }: CapturedAddress, now: Date): Promise<Item> {
    const url = readableAddress(given, this.policy);
    const accept = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';
    const got = await this.getDocument.execute({ url, accept, maxBytes: 5 * 1024 * 1024 }, now);
    if (got.outcome === 'failed') throw unreadable(got.error);
    if (got.outcome === 'unchanged' || !/html|xml/i.test(got.contentType)) {
      throw unreadable('Cette adresse ne mène pas à une page web : saisissez l’information à la main.');
    }
    const { bytes, contentType } = got;
    const page = await pageOf({ bytes, contentType, encoding: null, url: got.url, now });
    if (!page) throw unreadable('Cette page est trop longue à lire : saisissez l’information à la main.');
    const { title, text, publishedAt } = page;
    return this.put(
      byHand,
      { guid: null, url: page.url, title: title || page.url, text, publishedAt, ...named(page.url) },
      about,
      now,
    );
  }

  /** @param name the source that it comes by: `saisie`, `courriel` */
  async put(name: string, entry: Entry, about: About, now: Date): Promise<Item> {
    const source = await this.sources.get(name);
    const state = await this.states.of(source._id);
    if (!state) throw new Error(`${name} has no state`);
    const given = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
    const { fresh } = await this.takeIn.execute(
      { ...source, ...given },
      { ...state, lastAnsweredAt: now.toISOString() },
      [entry],
      now,
    );
    const items = fresh.map(({ _id: itemId, title, url, family, publishedAt }) => ({
      itemId,
      title,
      url,
      family,
      publishedAt,
    }));
    const detected = items.length ? [announce(itemDetected, { sourceId: source._id, items })] : [];
    const told = [...detected, ...textsChanged(fresh)];
    await this.states.record(state, { lastNewAt: now.toISOString() }, now, told);
    const keys = marked(source._id, [entry]).flatMap((one) => one.keys);
    const known = await this.items.known(keys);
    const [sighting] = keys.flatMap((key) => known.get(key) ?? []);
    return this.items.get(sighting?.item ?? '');
  }
}

const dated = (publishedAt: string | undefined) => ({
  publishedAt: publishedAt ? new Date(publishedAt).toISOString() : null,
});
const named = (url: string | undefined) => ({ legalIds: legalIdsIn(url ?? null) });

const unreadable = (fr: string) =>
  new InvalidFields([{ pointer: '/url', code: 'unreadable', detail: { fr, en: 'The page could not be read.' } }]);
