import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { folded } from '../../items/relevance.ts';
import type { FetchState } from '../../polling/fetch-state.ts';
import { retryAfterMs } from '../../polling/rhythm.ts';
import type { Source } from '../../sources/source.ts';
import { plainLine } from '../plain-text.ts';
import { type Entry, failed, Reader, type Reading } from '../reading.ts';
import { PisteClient } from './piste-client.ts';

const lastDays = 10;
const containers = z.looseObject({
  containers: z.array(z.looseObject({ id: z.string(), datePubli: z.union([z.number(), z.string()]) })),
});

// biome-ignore lint/suspicious/noExplicitAny: the API’s tree, read with care below
type Loose = any;

/**
 * The contents of the last days of the Journal officiel, by the API Légifrance (`/consult/lastNJo`, `/consult/jorfCont`): a day
 * at a time, the oldest that was not read; titles alone, so that quotas last.
 */
@Injectable()
export class ReadLegifrance extends Reader {
  constructor(private readonly piste: PisteClient) {
    super();
  }

  async read(source: Source, state: FetchState, now: Date): Promise<Reading> {
    const last = await this.piste.post(`${source.url}/consult/lastNJo`, { nbElement: lastDays }, now);
    if (!last.done) return failed(last.error, retryAfterMs(last.retryAfter, now));
    const listed = containers.safeParse(last.body);
    if (!listed.success) return failed('L’API Légifrance ne liste pas de Journal officiel.');
    const days = listed.data.containers
      .map(({ id, datePubli }) => ({ id, day: dayOf(datePubli) }))
      .filter(({ day }) => day !== '')
      .map(({ id, day }) => ({ id, day, position: `${day} ${id}` }))
      .sort((a, b) => (a.position < b.position ? -1 : 1));
    const [next, ...more] =
      state.position === null ? days.slice(-1) : days.filter(({ position }) => position > (state.position ?? ''));
    if (!next) return { outcome: 'unchanged' };
    const contents = await this.piste.post(
      `${source.url}/consult/jorfCont`,
      { id: next.id, pageNumber: 1, pageSize: 100 },
      now,
    );
    if (!contents.done) return failed(contents.error, retryAfterMs(contents.retryAfter, now));
    return {
      outcome: 'read',
      entries: textsIn(contents.body).map((text) => entryOf(text, next.day)),
      ...{ validators: {}, hints: {}, bodyHash: null, movedTo: null, hub: null, hasMore: more.length > 0 },
      position: next.position,
    };
  }
}

const dayOf = (at: number | string): string => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : new Date(date.getTime() + 12 * 3_600_000).toISOString().slice(0, 10);
};

interface Text {
  readonly id: string;
  readonly title: string;
}

/** The texts of a day, wherever they hang in its tree, but those under « Mesures nominatives ». */
const textsIn = (node: Loose): Text[] => {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (folded(String(node.titre ?? '')).includes('mesures nominatives')) return [];
  const own = (Array.isArray(node.liensTxt) ? node.liensTxt : []).flatMap((link: Loose) =>
    /^JORFTEXT\d{12}$/.test(String(link?.id))
      ? [{ id: String(link.id), title: plainLine(String(link.titre ?? '')) }]
      : [],
  );
  const inside = Object.entries(node).flatMap(([name, value]) => (name === 'liensTxt' ? [] : textsIn(value)));
  return [...own, ...inside];
};

const entryOf = ({ id, title }: Text, day: string): Entry => ({
  guid: id,
  url: `https://www.legifrance.gouv.fr/jorf/id/${id}`,
  title,
  text: '',
  publishedAt: new Date(`${day}T05:00:00Z`).toISOString(),
  legalIds: [`lf:${id}`],
});
