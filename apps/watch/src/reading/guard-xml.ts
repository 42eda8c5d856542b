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
  const rest = withoutDoctype(xml);
  let depth = 0;
  let elements = 0;
  for (let at = rest.indexOf('<'); at >= 0; ) {
    const end = endOfMarkup(rest, at);
    const kind = rest.charAt(at + 1);
    if (kind === '/') depth -= 1;
    else if (kind === '!') refuseDeclaration(rest, at);
    else if (kind !== '?') {
      elements += 1;
      if (rest.charAt(end - 1) !== '/') depth += 1;
    }
    if (depth > deepest) throw new UnsafeXml('Le document est imbriqué trop profondément.');
    if (elements > mostElements) throw new UnsafeXml('Le document contient trop d’éléments.');
    at = rest.indexOf('<', end);
  }
  return rest;
};

const declares = 'Le document déclare des entités, ce qui est refusé.';

/** Of what begins so, only comments and sections stand among elements. */
const refuseDeclaration = (xml: string, at: number): void => {
  if (!xml.startsWith('<!--', at) && !xml.startsWith('<![CDATA[', at)) throw new UnsafeXml(declares);
};

/** Where a tag, a comment, an instruction or a section that begins there ends. An unfinished one is no XML. */
const endOfMarkup = (xml: string, at: number): number => {
  const closing = xml.startsWith('<!--', at)
    ? '-->'
    : xml.startsWith('<![CDATA[', at)
      ? ']]>'
      : xml.startsWith('<?', at)
        ? '?>'
        : '>';
  const end = xml.indexOf(closing, at + 1);
  if (end < 0) throw new UnsafeXml('Le document est tronqué ou mal formé.');
  return end + closing.length - 1;
};

/** Without the one document type that may stand before the root, when it declares nothing of its own. */
const withoutDoctype = (xml: string): string => {
  for (let at = xml.search(/\S/); at >= 0 && /^<[!?]/.test(xml.slice(at, at + 2)); ) {
    const end = endOfMarkup(xml, at);
    if (/^<!doctype\b/i.test(xml.slice(at, at + 10))) {
      if (xml.slice(at, end + 1).includes('[')) throw new UnsafeXml(declares);
      return xml.slice(0, at) + xml.slice(end + 1);
    }
    const next = xml.slice(end + 1, end + 10_000).search(/\S/);
    at = next < 0 ? -1 : end + 1 + next;
  }
  return xml;
};
