import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

const boms: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** As browsers do (WHATWG Encoding): what says Latin 1 means Windows 1252. */
const meant = (name: string): string =>
  /^(iso-?8859-?1|latin-?1|us-ascii|ascii)$/i.test(name) ? 'windows-1252' : name;

const prolog = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/;
const inHeader = /charset\s*=\s*"?([A-Za-z0-9._:-]+)/i;
const inHtml = /<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]+)/i;

/**
 * The text of a document: by its byte order mark, then what it says of itself, then the header; and when that is UTF-8 and
 * the bytes are not, as Windows 1252, so that a wrong label costs no accent. Controls that no format has are dropped.
 */
export const decodeText = (bytes: Buffer, contentType = '', given: string | null = null): string => {
  const bom = boms.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  const head = bytes.subarray(0, 2_048).toString('latin1');
  const said = prolog.exec(head)?.[1] ?? inHeader.exec(contentType)?.[1] ?? inHtml.exec(head)?.[1] ?? 'utf-8';
  const name = meant(given ?? bom?.[1] ?? said);
  const known = iconv.encodingExists(name) ? name : 'utf-8';
  const encoding = isUtf8Name(known) && !isUtf8(bytes) ? 'windows-1252' : known;
  return withoutControls(iconv.decode(bytes, encoding));
};

const isUtf8Name = (name: string): boolean => /^utf-?8$/i.test(name);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const withoutControls = (text: string): string => text.replace(controls, '').toWellFormed();
