import { describe, expect, it } from 'vitest';
import { documentInHtml } from './documents.ts';

describe('A document for developers', () => {
  const guide = documentInHtml('guides/webhooks.md', 'https://essaim.example');

  it('names this very site in what one copies, and gives each piece of code its button', () => {
    expect(guide).not.toContain('$ORIGIN');
    expect(guide).toContain('curl -X POST https://essaim.example/api/v1/webhook-endpoints');
    const codes = [...guide.matchAll(/<code id="(code-\d+)">/g)].map(([, id]) => id);
    const copied = [...guide.matchAll(/data-copies="(code-\d+)"/g)].map(([, id]) => id);
    expect(codes.length).toBeGreaterThan(5);
    expect(copied).toEqual(codes);
  });

  it('leads only to what this site serves, or to addresses of the web', () => {
    const links = [...guide.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '');
    expect(links.filter((href) => !/^(\/|#|https:\/\/)/.test(href))).toEqual([]);
  });

  it('has headings whose addresses can be typed', () => {
    expect(guide).toContain('<h2 id="verifier-une-signature">');
    expect(guide).toContain('<h2 id="en-cinq-etapes">');
  });
});
