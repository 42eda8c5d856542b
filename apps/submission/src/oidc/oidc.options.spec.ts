import { describe, expect, it } from 'vitest';
import { oidcOf } from './oidc.options.ts';

const whole = {
  ESSAIM_MODE: 'production',
  ESSAIM_OIDC_ISSUER: 'https://identite.example/realm',
  ESSAIM_OIDC_CLIENT_ID: 'essaim',
  ESSAIM_OIDC_CLIENT_SECRET: 'secret',
} as const;

describe('The configured OpenID provider', () => {
  it('is none without an issuer', () => {
    expect(oidcOf({ ESSAIM_MODE: 'production' })).toBeNull();
  });

  it('is called by its host, unless it has a name', () => {
    expect(oidcOf(whole)).toMatchObject({ name: 'identite.example', clientId: 'essaim' });
    expect(oidcOf({ ...whole, ESSAIM_OIDC_NAME: 'Mon compte' })).toMatchObject({ name: 'Mon compte' });
  });

  it.each([
    ['without a secret', { ESSAIM_OIDC_CLIENT_SECRET: undefined }],
    ['without an id', { ESSAIM_OIDC_CLIENT_ID: undefined }],
    ['in the clear, in production', { ESSAIM_OIDC_ISSUER: 'http://identite.example' }],
  ])('stops the boot %s', (_, fields) => {
    expect(() => oidcOf({ ...whole, ...fields })).toThrow('ESSAIM_OIDC');
  });
});
