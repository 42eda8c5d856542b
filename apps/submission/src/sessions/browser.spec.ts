import { describe, expect, it } from 'vitest';
import { browserOf } from './browser.ts';

const mozilla = 'Mozilla/5.0';
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('A browser', () => {
  it.each([
    [`${mozilla} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox sur Linux'],
    [`${mozilla} (Windows NT 10.0; Win64; x64) ${webkit} Chrome/143.0.0.0 Safari/537.36`, 'Chrome sur Windows'],
    [`${mozilla} (Windows NT 10.0; Win64; x64) ${webkit} Chrome/143.0 Safari/537.36 Edg/143.0`, 'Edge sur Windows'],
    [`${mozilla} (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/19.0 Safari/605.1.15`, 'Safari sur macOS'],
    [
      `${mozilla} (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webkit} Version/18.0 Mobile Safari/604.1`,
      'Safari sur iPhone',
    ],
    [`${mozilla} (Linux; Android 15) ${webkit} Chrome/143.0 Mobile Safari/537.36`, 'Chrome sur Android'],
    ['curl/8.5.0', 'Navigateur inconnu'],
    [undefined, 'Navigateur inconnu'],
  ])('that says %s is shown as %s', (userAgent, shown) => {
    expect(browserOf(userAgent)).toBe(shown);
  });
});
