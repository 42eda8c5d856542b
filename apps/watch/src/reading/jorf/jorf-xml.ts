import { XMLParser } from 'fast-xml-parser';
import { readChanges } from '../../impacts/read-changes.ts';
import { folded } from '../../items/relevance.ts';
import { guardXml } from '../guard-xml.ts';
import { plainLine, plainText } from '../plain-text.ts';
import type { Entry } from '../reading.ts';
import { type Link, linkedChanges } from './jorf-links.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a parser makes of a document from outside, read with care below
type Loose = any;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  // The text of an article is XHTML: it is taken as it stands, and made plain.
  stopNodes: ['*.BLOC_TEXTUEL', '*.CONTENU', '*.VISAS', '*.SIGNATAIRES'],
});

const parse = (xml: string): Loose => parser.parse(guardXml(xml));

const listOf = (value: Loose): Loose[] => (value === undefined ? [] : [value].flat());
const textOf = (value: Loose): string =>
  (typeof value === 'object' && value !== null ? String(value['#text'] ?? '') : String(value ?? '')).trim();

/** First of that name, at whatever depth: deliveries nest their metadata now and then. */
const find = (node: Loose, name: string): Loose => {
  if (typeof node !== 'object' || node === null) return undefined;
  if (Array.isArray(node)) return node.map((one) => find(one, name)).find((found) => found !== undefined);
  if (node[name] !== undefined) return node[name];
  return Object.values(node)
    .map((inner) => find(inner, name))
    .find((found) => found !== undefined);
};

const all = (node: Loose, name: string): Loose[] => {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((one) => all(one, name));
  return Object.entries(node).flatMap(([key, inner]) => (key === name ? listOf(inner) : all(inner, name)));
};

/**
 * The texts under « Mesures nominatives » of a day’s contents: appointments, which are personal data and no news here.
 *
 * @throws UnsafeXml
 */
export const nominativeTexts = (contents: string): Set<string> => {
  const found = new Set<string>();
  const walk = (node: Loose, isNominative: boolean): void => {
    for (const part of listOf(node)) {
      const isOne = isNominative || folded(textOf(part?.TITRE_TM)).includes('mesures nominatives');
      if (isOne) for (const link of all(part, 'LIEN_TXT')) found.add(String(link['@idtxt'] ?? ''));
      else walk(part?.TM, false);
    }
  };
  walk(find(parse(contents), 'TM'), false);
  return found;
};

/** `2999-01-01` says that no day is known. */
const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value) && value < '2900';

/**
 * A text of the Journal officiel.
 *
 * @param delivered the day of its delivery, and whether that one corrects older texts
 * @throws UnsafeXml
 */
export const jorfEntry = (
  xml: string,
  delivered: { readonly day: string; readonly isRetroactive: boolean },
): Entry | null => {
  const document = parse(xml);
  const id = textOf(find(document, 'ID'));
  const title = plainLine(textOf(find(document, 'TITREFULL')) || textOf(find(document, 'TITRE')));
  if (!/^JORFTEXT\d{12}$/.test(id) || !title) return null;
  const published = textOf(find(document, 'DATE_PUBLI'));
  const nor = textOf(find(document, 'NOR'));
  const eli = textOf(find(document, 'ID_ELI'));
  const day = isDay(published) ? published : delivered.day;
  const articles = all(document, 'ARTICLE').map((article) => {
    const number = textOf(article?.NUM ?? find(article, 'NUM'));
    return `${number ? `Article ${number}\n` : ''}${plainText(textOf(find(article, 'BLOC_TEXTUEL')))}`;
  });
  const visas = plainText(textOf(find(document, 'VISAS')));
  const said = {
    title,
    text: [visas, ...articles].filter(Boolean).join('\n\n').slice(0, 20_000),
    legalIds: [`lf:${id}`, ...(/^[A-Z]{4}\d{7}[A-Z]$/.test(nor) ? [`nor:${nor}`] : [])],
  };
  const links = all(document, 'LIEN').map((link): Link => attributesOf(link));
  return {
    ...said,
    guid: id,
    url: eli.startsWith('http') ? eli : `https://www.legifrance.gouv.fr/jorf/id/${id}`,
    // Early in Paris: the same day whatever the season.
    publishedAt: new Date(`${day}T05:00:00Z`).toISOString(),
    changes: readChanges({ ...said, changes: linkedChanges(links, textOf(find(document, 'DATE_TEXTE'))) }),
    isRetroactive: delivered.isRetroactive || daysBetween(day, delivered.day) > 3,
  };
};

const attributesOf = (link: Loose): Link =>
  Object.fromEntries(
    Object.entries(link ?? {}).flatMap(([name, value]) =>
      name.startsWith('@') ? [[name.slice(1), String(value)]] : [],
    ),
  );

const daysBetween = (one: string, other: string): number =>
  Math.round((Date.parse(`${other}T00:00:00Z`) - Date.parse(`${one}T00:00:00Z`)) / (24 * 3_600_000));
