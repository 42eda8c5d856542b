import { readFileSync } from 'node:fs';
import { Marked, type Tokens } from 'marked';

const docs = new URL('../../../../docs/', import.meta.url);

export type DocumentName =
  | 'integrators.md'
  | 'events.md'
  | 'guides/webhooks.md'
  | 'asyncapi.yaml'
  | 'webhooks.asyncapi.yaml'
  | `guides/verify/${VerifyingCode}`;

/** Code that a receiver may take as it is. */
export const verifyingCode = [
  'verify.ts',
  'verify.py',
  'verify.php',
  'receive.ts',
  'receive.py',
  'receive.php',
] as const;
export type VerifyingCode = (typeof verifyingCode)[number];

export const readDocument = (name: DocumentName): string => readFileSync(new URL(name, docs), 'utf8');

/** In plain letters: an address that one can type. */
const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/<[^>]*>|&[^;]*;|[^a-z0-9\s’-]/g, '')
    .trim()
    .replace(/[\s’]+/g, '-');

/** Where the documents name one another. */
const addresses: Readonly<Record<string, string>> = {
  'integrators.md': '/developpeurs/guide',
  'events.md': '/developpeurs/evenements',
  'webhooks.md': '/developpeurs/webhooks',
  'asyncapi.yaml': '/developpeurs/asyncapi.yaml',
  'webhooks.asyncapi.yaml': '/developpeurs/webhooks.asyncapi.yaml',
  ...Object.fromEntries(verifyingCode.map((file) => [file, `/developpeurs/verifier/${file}`])),
};

/**
 * Our own documentation as HTML: headings that can be linked, tables and code that a keyboard can scroll, code that a button
 * copies and that names this very site.
 */
const markedFor = (origin: string): Marked => {
  let codes = 0;
  return new Marked({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const html = this.parser.parseInline(tokens);
        return `<h${depth} id="${slugOf(html)}">${html}</h${depth}>\n`;
      },
      code({ text }: Tokens.Code) {
        codes += 1;
        const code = text.replaceAll('$ORIGIN', origin).replace(/&/g, '&amp;').replace(/</g, '&lt;');
        return `<pre tabindex="0"><code id="code-${codes}">${code}</code></pre>\n${copyButton(codes)}\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const name = href.split('/').at(-1) ?? '';
        return `<a href="${addresses[name] ?? href.replace(/"/g, '%22')}">${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });
};

const copyButton = (code: number): string =>
  `<p class="needs-script" lang="fr"><button class="button-quiet button-small" type="button" data-copies="code-${code}">Copier<span class="visually-hidden"> l’exemple ${code}</span></button></p>`;

/** The text of a document without its title, which is the page's own. */
export const documentInHtml = (name: DocumentName, origin: string): string =>
  markedFor(origin)
    .parse(readDocument(name).replace(/^# .*\n/, ''), { async: false })
    .replaceAll('<th></th>', '<td></td>')
    .replaceAll('<table>', '<div class="table" tabindex="0" role="group" aria-label="Table"><table>')
    .replaceAll('</table>', '</table></div>');
