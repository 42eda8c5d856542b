/** Why a document is not given to a parser. */
export class UnsafeXml extends Error {}

const deepest = 60;
const mostElements = 400_000;

/**
 * XML that cannot harm a parser: no entity of its own, no external subset that anything would be loaded for, no more depth
 * or elements than any feed has. One pass, whatever it is made of.
 *
 * @returns the document without its document type.
 * @throws UnsafeXml
 */
export const guardXml = (xml: string): string => {
  const { rest, start } = withoutDoctype(xml);
  let depth = 0;
  let elements = 0;
  for (let at = rest.indexOf('<', start); at >= 0; ) {
    const end = endOfMarkup(rest, at);
    const kind = rest.charAt(at + 1);
    if (kind === '/') depth -= 1;
    else if (kind !== '!' && kind !== '?') {
      elements += 1;
      if (rest.charAt(end - 1) !== '/') depth += 1;
    }
    if (depth > deepest) throw new UnsafeXml('Le document est imbriqué trop profondément.');
    if (elements > mostElements) throw new UnsafeXml('Le document contient trop d’éléments.');
    at = rest.indexOf('<', end);
  }
  return rest;
};

/** Where a tag, a comment or a section that begins there ends. An unfinished one is no XML. */
const endOfMarkup = (xml: string, at: number): number => {
  const closing = xml.startsWith('<!--', at) ? '-->' : xml.startsWith('<![CDATA[', at) ? ']]>' : '>';
  const end = xml.indexOf(closing, at + 1);
  if (end < 0) throw new UnsafeXml('Le document est tronqué ou mal formé.');
  return end + closing.length - 1;
};

const withoutDoctype = (xml: string): { rest: string; start: number } => {
  const at = xml.slice(0, 4_096).search(/<!DOCTYPE/i);
  const rest = at < 0 ? xml : dropDoctype(xml, at);
  if (/<!(ENTITY|DOCTYPE|ATTLIST|ELEMENT|NOTATION)\b/i.test(outsideSections(rest)))
    throw new UnsafeXml('Le document déclare des entités, ce qui est refusé.');
  return { rest, start: 0 };
};

const dropDoctype = (xml: string, at: number): string => {
  const end = xml.indexOf('>', at);
  const declared = xml.slice(at, end + 1);
  if (end < 0 || declared.includes('[')) throw new UnsafeXml('Le document déclare des entités, ce qui est refusé.');
  return xml.slice(0, at) + xml.slice(end + 1);
};

/** Declarations stand before the first element: what an article quotes is none. */
const outsideSections = (xml: string): string => {
  const root = /<[A-Za-z_]/.exec(xml.slice(0, 65_536));
  return root ? xml.slice(0, root.index) : xml.slice(0, 65_536);
};
