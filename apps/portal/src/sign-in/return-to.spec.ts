import { describe, expect, it } from 'vitest';
import { returnTo, signInPath } from './return-to.ts';

describe('Where somebody goes once signed in', () => {
  it.each(['/', '/ressources?theme=emploi', '/moi/sessions/1/fermer', '/connexions'])('may be %s', (path) => {
    expect(returnTo(path)).toBe(path);
  });

  it.each([
    '//ailleurs.example',
    'https://ailleurs.example',
    '/\\ailleurs',
    '/connexion',
    '/connexion/x',
    '/deconnexion?reste=1',
    '',
    undefined,
    ['/a'],
  ])('is their own page rather than %j', (given) => {
    expect(returnTo(given)).toBe('/moi');
  });

  it('is remembered by the address of the form', () => {
    expect(signInPath('/ressources?q=a&b')).toBe('/connexion?vers=%2Fressources%3Fq%3Da%26b');
    expect(signInPath('/moi')).toBe('/connexion');
    expect(signInPath('//ailleurs.example')).toBe('/connexion');
  });
});
