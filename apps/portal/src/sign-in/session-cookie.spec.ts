import { describe, expect, it } from 'vitest';
import { ownCookie } from './session-cookie.ts';

describe('A cookie of ours', () => {
  it.each(['https://essaim.example', 'https://essaim.example:8443', 'http://essaim.example', 'https://localhost'])(
    'is for TLS and this host alone at %s',
    (origin) => {
      const { name, options } = ownCookie('session', origin, 60);
      expect(name).toBe('__Host-essaim-session');
      expect(options).toEqual({ path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: 60 });
    },
  );

  it.each([
    ['http://localhost:3000', 'essaim-session-3000'],
    ['http://127.0.0.1:4100', 'essaim-session-4100'],
    ['http://[::1]', 'essaim-session-80'],
  ])('does without on this machine, where two do not meet: %s', (origin, expected) => {
    const { name, options } = ownCookie('session', origin, 60);
    expect(name).toBe(expected);
    expect(options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: false });
  });
});
