import { compile } from 'html-to-text';

const most = 200_000;
const kept = 20_000;

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: most, maxDepth: 40, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['script', 'style', 'iframe', 'object', 'embed', 'noscript', 'template', 'svg', 'form', 'head'].map(
      (selector) => ({
        selector,
        format: 'skip' as const,
      }),
    ),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** What HTML from outside says, as text: nothing of it can run, load or mislead. Where markup ends once and for all. */
export const plainText = (html: string): string => tidied(/[<&]/.test(html) ? convert(html.slice(0, most)) : html);

/** Of one line: a title. */
export const plainLine = (html: string): string => plainText(html).replace(/\s+/g, ' ').trim().slice(0, 500);

const misleading = /[\u202a-\u202e\u2066-\u2069\u007f-\u009f]/g;

const tidied = (text: string): string =>
  text
    .replace(misleading, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, kept);

/** An address that people may be led to; null for `javascript:` and the like. */
export const safeUrl = (given: string | undefined | null, base?: string): string | null => {
  const url = given ? URL.parse(given.trim(), base) : null;
  return url && /^https?:$/.test(url.protocol) && !url.username && url.href.length <= 2_000 ? url.href : null;
};
