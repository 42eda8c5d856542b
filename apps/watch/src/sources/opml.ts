import { generateOpml, parseOpml } from 'feedsmith';
import { families } from '#taxonomy';
import { guardXml, UnsafeXml } from '../reading/guard-xml.ts';
import type { Source } from './source.ts';

/** A feed as readers hand lists of them on (OPML 2.0). */
export interface Outline {
  readonly name: string;
  readonly url: string;
}

const most = 500;

interface Loose {
  readonly text?: string;
  readonly title?: string;
  readonly xmlUrl?: string;
  readonly outlines?: readonly Loose[];
}

/** Every feed of a list, whatever its folders; null for what is no OPML. */
export const outlinesIn = (document: string): Outline[] | null => {
  try {
    const { body } = parseOpml(guardXml(document.trimStart())) as { body?: { outlines?: readonly Loose[] } };
    return flattened(body?.outlines ?? []).slice(0, most);
  } catch (error) {
    if (error instanceof UnsafeXml || error instanceof Error) return null;
    throw error;
  }
};

const flattened = (outlines: readonly Loose[]): Outline[] =>
  outlines.flatMap(({ text, title, xmlUrl, outlines: inner }) => [
    ...(xmlUrl ? [{ name: (title || text || xmlUrl).trim().slice(0, 160), url: xmlUrl }] : []),
    ...flattened(inner ?? []),
  ]);

/** The feeds that are watched, by family, for any reader. */
export const opmlOf = (sources: readonly Source[], now: Date): string => {
  const feeds = sources.filter(({ adapter, url }) => adapter === 'feed' && url !== null);
  const outline = ({ name, url }: Source) => ({ text: name, title: name, type: 'rss', xmlUrl: url as string });
  return generateOpml({
    head: { title: 'Sources de la veille Essaim', dateCreated: now, ownerName: 'Essaim' },
    body: {
      outlines: [...new Set(feeds.map(({ family }) => family))].map((family) => ({
        text: families.label(family),
        outlines: feeds.filter((source) => source.family === family).map(outline),
      })),
    },
  });
};
