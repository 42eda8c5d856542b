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

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/<[^>]*>|&[^;]*;|[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

/** Where the documents name one another. */
const addresses: Readonly<Record<string, string>> = {
  'integrators.md': '/developpeurs/guide',
  'events.md': '/developpeurs/evenements',
  'webhooks.md': '/developpeurs/webhooks',
  'asyncapi.yaml': '/developpeurs/asyncapi.yaml',
  'webhooks.asyncapi.yaml': '/developpeurs/webhooks.asyncapi.yaml',
  ...Object.fromEntries(verifyingCode.map((file) => [file, `/developpeurs/verifier/${file}`])),
};

/** Our own documentation as HTML: headings that can be linked, tables and code that a keyboard can scroll. */
const marked = new Marked({
  renderer: {
    heading({ tokens, depth }: Tokens.Heading) {
      const html = this.parser.parseInline(tokens);
      return `<h${depth} id="${slugOf(html)}">${html}</h${depth}>\n`;
    },
    code({ text }: Tokens.Code) {
      return `<pre tabindex="0"><code>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</code></pre>\n`;
    },
    link({ href, tokens }: Tokens.Link) {
      const name = href.split('/').at(-1) ?? '';
      return `<a href="${addresses[name] ?? href.replace(/"/g, '%22')}">${this.parser.parseInline(tokens)}</a>`;
    },
  },
});

/** The text of a document without its title, which is the page's own. */
export const documentInHtml = (name: DocumentName): string =>
  marked
    .parse(readDocument(name).replace(/^# .*\n/, ''), { async: false })
    .replaceAll('<th></th>', '<td></td>')
    .replaceAll('<table>', '<div class="table" tabindex="0" role="group" aria-label="Table"><table>')
    .replaceAll('</table>', '</table></div>');
