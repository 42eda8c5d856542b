import { describe, expect, it } from 'vitest';
import { isReturnPath } from '#contracts';

describe('A path to return to', () => {
  it.each(['/', '/moi', '/ressources?theme=emploi&q=caf%C3%A9', '/ressources/R01#grounds'])('may be %s', (path) => {
    expect(isReturnPath(path)).toBe(true);
  });

  it.each([
    '',
    'moi',
    '//ailleurs.example',
    '/\\ailleurs.example',
    '\\\\ailleurs.example',
    '/\t/ailleurs.example',
    '/\n/ailleurs.example',
    'https://ailleurs.example/',
    'javascript:alert(1)',
    '/chemin avec espace',
    '/moi\\..',
    `/${'x'.repeat(600)}`,
  ])('is not %j', (path) => {
    expect(isReturnPath(path)).toBe(false);
  });
});
