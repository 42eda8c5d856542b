import { generateOpml } from 'feedsmith';
import type { ResourceFilter } from '#contracts';
import { families, formats, territories, themes } from '#taxonomy';
import type { PublicOrigin } from '../public-origin.ts';
import { feedUrl } from './feed.ts';

/** The feeds that people may want, by subject, to be taken into a reader at once (OPML 2.0). */
export const renderOpml = (origin: PublicOrigin, createdAt: Date): string => {
  const outline = (text: string, filter: ResourceFilter) => ({
    text,
    title: text,
    type: 'rss',
    xmlUrl: feedUrl(origin, { format: 'rss', filter }),
    htmlUrl: origin.address('/ressources'),
    language: 'fr',
  });
  const group = (text: string, outlines: ReturnType<typeof outline>[]) => ({ text, outlines });
  const regions = territories.filter(({ code }) => code.startsWith('REG-'));
  return generateOpml({
    head: { title: 'Les flux d’Essaim', dateCreated: createdAt, ownerName: 'Essaim' },
    body: {
      outlines: [
        outline('Toutes les ressources', {}),
        outline('Références nationales', { label: ['reference'] }),
        group(
          'Par famille',
          families.terms.map(({ id, label }) => outline(label, { family: [id] })),
        ),
        group(
          'Par thème',
          themes.terms.map(({ id, label }) => outline(label, { theme: [id] })),
        ),
        group(
          'Par région',
          regions.map(({ code, name }) => outline(name, { territory: [code] })),
        ),
        group(
          'Par format',
          formats.terms.map(({ id, label }) => outline(label, { format: [id] })),
        ),
      ],
    },
  });
};
