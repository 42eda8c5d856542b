import { compile } from 'html-to-text';
import { plainLine, plainText, safeUrl } from './plain-text.ts';

/** What a web page says, as text, and what it says of itself. */
export interface PageText {
  readonly title: string;
  readonly text: string;
  readonly publishedAt: string | null;
  /** The address that it wants to be known by. */
  readonly url: string;
}

const most = 2_000_000;
const aside = [
  'nav',
  'header',
  'footer',
  'aside',
  'form',
  'script',
  'style',
  'noscript',
  'iframe',
  'svg',
  'template',
  'button',
];

const mainText = compile({
  wordwrap: false,
  baseElements: { selectors: ['article', 'main', '[role=main]', 'body'], orderBy: 'selectors' },
  limits: { maxInputLength: most, maxBaseElements: 1, maxDepth: 60 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...aside.map((selector) => ({ selector, format: 'skip' as const })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

const metaOf = (html: string, name: string): string | undefined => {
  for (const [tag] of html.slice(0, 200_000).matchAll(/<meta\b[^>]{0,2000}>/gi)) {
    const [, said] = /\b(?:property|name|itemprop)\s*=\s*["']([^"']{1,80})["']/i.exec(tag) ?? [];
    if (said?.toLowerCase() === name)
      return /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag)?.slice(1).find(Boolean);
  }
  return undefined;
};

export const pageText = (html: string, url: string): PageText => {
  const [, titled = ''] = /<title\b[^>]{0,200}>([^<]{0,2000})/i.exec(html) ?? [];
  const [, canonical] =
    /<link\b[^>]{0,500}?\brel\s*=\s*["']canonical["'][^>]{0,1000}?\bhref\s*=\s*["']([^"']+)["']/i.exec(html) ?? [];
  const at = Date.parse(
    metaOf(html, 'article:published_time') ?? metaOf(html, 'datepublished') ?? metaOf(html, 'dc.date') ?? '',
  );
  const same = safeUrl(canonical, url);
  return {
    title: plainLine(metaOf(html, 'og:title') ?? titled),
    text: plainText(mainText(html.slice(0, most)).replaceAll('<', '‹')),
    publishedAt: Number.isNaN(at) ? null : new Date(at).toISOString(),
    // Another site’s word for where this one stands is not taken.
    url: same && new URL(same).hostname === new URL(url).hostname ? same : url,
  };
};
