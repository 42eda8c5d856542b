import { call, done, until } from './api.ts';
import items from './data/watch-items.json' with { type: 'json' };

interface WatchItem {
  readonly title: string;
  readonly publishedAt: string;
  readonly refs: readonly string[];
  readonly family?: string;
  readonly territories?: readonly string[];
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
  for (const item of items as readonly WatchItem[]) {
    const { title, publishedAt, refs, family = 'legal-watch', territories } = item;
    const text = refs.find((ref) => ref.startsWith('lf:'))?.slice(3);
    const body = {
      ...{ title, family, publishedAt: `${publishedAt}T06:00:00Z`, text: refs.join('\n') },
      ...(text ? { url: `https://www.legifrance.gouv.fr/jorf/id/${text}` } : {}),
      ...(territories ? { territories } : {}),
    };
    await done('POST', `${url}/items`, { key, body });
  }
};
