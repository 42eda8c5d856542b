import { call, done, until } from './api.ts';
import items from './data/watch-items.json' with { type: 'json' };

interface WatchItem {
  readonly title: string;
  readonly publishedAt: string;
  readonly refs: readonly string[];
  readonly family?: string;
  readonly territories?: readonly string[];
  /** What it does to other texts; `+90d` is that long from now. */
  readonly links?: readonly { readonly target: string; readonly typelien: string; readonly effectiveAt: string }[];
  /** Doctrine that it publishes anew, and from when. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** Where the watch answers, and the key of who watches. */
export interface DeskContext {
  readonly watch: string;
  readonly key: string;
}

/** What is to be sorted on the desk of the watch; what is there already stays as it is. */
export const seedDesk = async ({ watch, key }: DeskContext): Promise<void> => {
  const url = `${watch}/api/v1/watch`;
  // The source that things come by which people write down: made at the first start.
  await until('the desk', async () => (await call('GET', `${url}/sources/saisie`, { key })).status === 200);
  for (const item of items as unknown as readonly WatchItem[]) {
    const { title, publishedAt, refs, family = 'legal-watch', territories } = item;
    const text = refs.find((ref) => ref.startsWith('lf:'))?.slice(3);
    const changes = changesOf(item);
    const body = {
      ...{ title, family, publishedAt: `${publishedAt}T06:00:00Z`, text: refs.join('\n') },
      ...(text ? { url: `https://www.legifrance.gouv.fr/jorf/id/${text}` } : {}),
      ...(territories ? { territories } : {}),
      ...(changes.length ? { changes } : {}),
    };
    await done('POST', `${url}/items`, { key, body });
  }
};

const changesOf = ({ links = [], versions = {} }: WatchItem) => [
  ...links.map(({ target, typelien, effectiveAt }) => ({
    target,
    kind: typelien === 'ABROGE' ? 'repealed' : 'modified',
    effectiveAt: dayOf(effectiveAt),
  })),
  ...Object.entries(versions).map(([target, day]) => ({ target, kind: 'new-version', effectiveAt: dayOf(day) })),
];

const dayOf = (given: string): string => {
  const [, days] = /^\+(\d+)d$/.exec(given) ?? [];
  return days ? new Date(Date.now() + Number(days) * 24 * 3_600_000).toISOString().slice(0, 10) : given;
};
