import { describe, expect, it } from 'vitest';
import { isOurOwn } from './own-forms.ts';

const ours = 'https://essaim.example';
const from = (method: string, secFetchSite?: string, origin?: string) =>
  isOurOwn({ method, secFetchSite, origin }, ours);

describe('A request that may change something', () => {
  it.each([
    ['same-origin', ours],
    ['same-origin', undefined],
    [undefined, ours],
  ])('is taken from a page of ours (%s, %s)', (site, origin) => {
    expect(from('POST', site, origin)).toBe(true);
  });

  it.each([
    ['cross-site', 'https://ailleurs.example'],
    ['same-site', 'https://autre.essaim.example'],
    // Whatever else is said: what the browser says of the page counts.
    ['cross-site', ours],
    ['none', ours],
    [undefined, 'https://ailleurs.example'],
    [undefined, 'null'],
    [undefined, 'http://essaim.example'],
    [undefined, undefined],
  ])('is refused from anywhere else (%s, %s)', (site, origin) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(from(method, site, origin)).toBe(false);
  });

  it('is no GET, HEAD or OPTIONS: they change nothing', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(from(method, 'cross-site')).toBe(true);
  });
});
