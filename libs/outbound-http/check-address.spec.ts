import { describe, expect, it } from 'vitest';
import { checkAddress, checkAddressResolved, demonstrationPolicy, productionPolicy } from '#outbound-http';
import { disguises, loopbackForms } from './test/disguises.ts';

const codeOf = (url: string, policy = productionPolicy) => {
  const check = checkAddress(url, policy);
  return check.ok ? 'ok' : check.code;
};

describe('An address, in production', () => {
  it.each([
    'https://hooks.example.org/a?b=c',
    'https://réseau.fr/',
    'https://8.8.8.8:8443/',
    'https://[2001:4860::1]/',
  ])('is accepted: %s', (url) => expect(codeOf(url)).toBe('ok'));

  it.each([...disguises, ...loopbackForms])('is refused, whatever its disguise (F24): %s', (url) => {
    const check = checkAddress(url.replace(/^http:/, 'https:'), productionPolicy);
    expect(check).toMatchObject({ ok: false, detail: expect.stringMatching(/^\p{Lu}.*\.$/u) });
    expect(['address-not-allowed', 'invalid-url', 'credentials-in-url']).toContain(!check.ok && check.code);
  });

  it.each([
    ['http://hooks.example.org/', 'scheme-not-allowed'],
    ['file:///etc/passwd', 'scheme-not-allowed'],
    ['javascript:alert(1)', 'scheme-not-allowed'],
    ['data:text/plain,x', 'scheme-not-allowed'],
    ['gopher://hooks.example.org/', 'scheme-not-allowed'],
    ['https://user:secret@hooks.example.org/', 'credentials-in-url'],
    ['https://hooks.example.org@10.0.0.1/', 'credentials-in-url'],
    ['https://hooks.example.org:25/', 'port-not-allowed'],
    ['https://hooks.example.org:0/', 'port-not-allowed'],
    ['hooks.example.org', 'invalid-url'],
    ['/relative', 'invalid-url'],
    ['', 'invalid-url'],
    ['https://', 'invalid-url'],
    ['https://a..example/', 'invalid-url'],
    ['https://*.example.org/', 'invalid-url'],
    [`https://${'a'.repeat(64)}.example/`, 'invalid-url'],
    [`https://hooks.example.org/${'a'.repeat(3000)}`, 'invalid-url'],
  ])('%s is refused as %s', (url, code) => expect(codeOf(url)).toBe(code));

  it('comes back in its canonical form', () => {
    const check = checkAddress(' HTTPS://Hooks.Example.ORG.:443/É ', productionPolicy);
    expect(check.ok && check.url.href).toBe('https://hooks.example.org/%C3%89');
  });
});

describe('An address, in the demonstration', () => {
  it.each(loopbackForms)('may be this machine: %s', (url) => expect(codeOf(url, demonstrationPolicy)).toBe('ok'));

  it.each(disguises)('may be nothing else that is private: %s', (url) => {
    expect(codeOf(url, demonstrationPolicy)).not.toBe('ok');
  });

  it.each([
    ['http://hooks.example.org/', 'scheme-not-allowed'],
    ['http://8.8.8.8/', 'scheme-not-allowed'],
    ['http://localhost.example.org/', 'scheme-not-allowed'],
    ['https://hooks.example.org/', 'ok'],
  ])('is reached in the clear on this machine alone: %s, %s', (url, code) => {
    expect(codeOf(url, demonstrationPolicy)).toBe(code);
    expect(codeOf(url, { ...demonstrationPolicy, allowHttp: true })).toBe('ok');
  });
});

describe('An address that is resolved', () => {
  const resolvedTo = (...addresses: string[]) =>
    checkAddressResolved('https://hooks.example.org/', productionPolicy, async () => addresses);

  it('passes when all its addresses are public', async () => {
    expect(await resolvedTo('8.8.8.8', '2001:4860:4860::8888')).toMatchObject({ ok: true });
  });

  it.each(['127.0.0.1', '10.1.2.3', '::1', 'fd00::1', '64:ff9b::a00:1', '::ffff:8.8.8.8'])(
    'is refused as soon as one of them is %s',
    async (address) => {
      expect(await resolvedTo('8.8.8.8', address)).toMatchObject({ ok: false, code: 'address-not-allowed' });
    },
  );

  it('passes when it does not resolve yet', async () => {
    expect(await resolvedTo()).toMatchObject({ ok: true });
    const fails = async () => Promise.reject(new Error('SERVFAIL'));
    expect(await checkAddressResolved('https://hooks.example.org/', productionPolicy, fails)).toMatchObject({
      ok: true,
    });
  });

  it('asks nothing about what is refused or literal', async () => {
    const never = async () => Promise.reject(new Error('was asked'));
    expect(await checkAddressResolved('https://10.0.0.1/', productionPolicy, never)).toMatchObject({ ok: false });
    expect(await checkAddressResolved('https://8.8.8.8/', productionPolicy, never)).toMatchObject({ ok: true });
  });
});
