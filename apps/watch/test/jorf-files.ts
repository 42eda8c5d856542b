import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** What one delivery holds. */
export interface JorfText {
  readonly id: string;
  readonly title: string;
  readonly nor?: string;
  readonly published: string;
  readonly isNominative?: boolean;
  readonly article?: string;
  readonly cites?: string;
  readonly nature?: string;
  /** Typed links, as `LIEN` elements. */
  readonly links?: string;
}

const folder = (id: string) => `${id.slice(0, 8)}/${id.slice(8).match(/../g)?.join('/')}`;

const textXml = ({
  id,
  title,
  nor = 'ESSX2600001L',
  published,
  article = 'La présente loi entre en vigueur.',
  cites = 'la loi du 1er juillet 1901',
  nature = 'LOI',
  links = '',
}: JorfText) => `<?xml version="1.0" encoding="UTF-8"?>
<TEXTE><META><META_COMMUN><ID>${id}</ID><ID_ELI>https://www.legifrance.gouv.fr/eli/loi/2026/8/18/${nor}/jo/texte</ID_ELI><NATURE>${nature}</NATURE></META_COMMUN>
<META_SPEC><NOR>${nor}</NOR><NUM_PARUTION>192</NUM_PARUTION><DATE_PUBLI>${published}</DATE_PUBLI><DATE_TEXTE>2026-08-18</DATE_TEXTE><TITRE>LOI</TITRE><TITREFULL>${title}</TITREFULL><MINISTERE>Ministère</MINISTERE><LIENS>${links}</LIENS></META_SPEC></META>
<VISAS><CONTENU><p>Vu ${cites} ;</p></CONTENU></VISAS>
<STRUCT><ARTICLE><NUM>1</NUM><BLOC_TEXTUEL><CONTENU><p align="left">${article}<br/>Fin.</p></CONTENU></BLOC_TEXTUEL></ARTICLE></STRUCT></TEXTE>`;

const contentsXml = (id: string, texts: readonly JorfText[]) => {
  const links = (some: readonly JorfText[]) =>
    some.map(({ id: text, title }) => `<LIEN_TXT titretxt="${title}" idtxt="${text}"/>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<JO><META><META_COMMUN><ID>${id}</ID></META_COMMUN><META_SPEC><TITRE>JORF n°0192 du 19 août 2026</TITRE><DATE_PUBLI>2026-08-19</DATE_PUBLI></META_SPEC></META>
<STRUCTURE_TXT><TM niv="1"><TITRE_TM>Décrets, arrêtés, circulaires</TITRE_TM><TM niv="2"><TITRE_TM>Textes généraux</TITRE_TM>${links(texts.filter(({ isNominative }) => !isNominative))}</TM>
<TM niv="2"><TITRE_TM>Mesures nominatives</TITRE_TM><TM niv="3"><TITRE_TM>Ministère</TITRE_TM>${links(texts.filter(({ isNominative }) => isNominative))}</TM></TM></TM></STRUCTURE_TXT></JO>`;
};

/** A delivery as the DILA makes it: tar.gz of XML, in its folders. */
export const delivery = async (stamp: string, texts: readonly JorfText[]): Promise<Buffer> => {
  const contents = 'JORFCONT000054706874';
  const root = `${stamp}/jorf/simple/JORF/CONT/${folder(contents)}/${contents}`;
  return archiveOf([
    [`${root}/${contents}.xml`, contentsXml(contents, texts)],
    ...texts.map((text): [string, string] => [`${root}/${text.id}.xml`, textXml(text)]),
  ]);
};

type Content = string | Buffer | { readonly type: 'symlink' | 'link'; readonly linkname: string };

export const archiveOf = async (files: readonly (readonly [string, Content])[]): Promise<Buffer> => {
  const packed = pack();
  for (const [name, content] of files) {
    if (typeof content === 'string' || Buffer.isBuffer(content)) packed.entry({ name }, content);
    else packed.entry({ name, ...content });
  }
  packed.finalize();
  const parts: Buffer[] = [];
  for await (const part of packed) parts.push(part as Buffer);
  return gzipSync(Buffer.concat(parts));
};

/** The index page, as Apache writes it, in ISO-8859-1. */
export const indexOf = (names: readonly string[]): Buffer =>
  Buffer.from(
    `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"><html><head><title>Index of /OPENDATA/JORFSIMPLE</title></head><body><h1>Répertoire</h1><pre>
<a href="/OPENDATA/">Parent Directory</a>
${names.map((name) => `<a href="${name}">${name}</a>  2026-08-19 00:31  100K`).join('\n')}
<a href="https://ailleurs.example/JORFSIMPLE_20260820-003035.tar.gz">x</a></pre></body></html>`,
    'latin1',
  );
