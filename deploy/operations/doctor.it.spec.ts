import { generateKeyPairSync } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dkimRecord } from '#mail';
import { DnsServer, type Zone } from '../../test/support/dns-server.ts';
import { examineMail } from './examine-mail.ts';
import { mailSetup } from './mail-setup.ts';

const server = new DnsServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const pemOf = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const key = pemOf();
const environment = {
  ESSAIM_MAIL_FROM: 'Essaim <essaim@essaim.example>',
  ESSAIM_MAIL_REPLY_TO: 'equipe@essaim.example',
  ESSAIM_MAIL_RETURN: 'retours@essaim.example',
  ESSAIM_DKIM_KEY: Buffer.from(key).toString('base64'),
  ESSAIM_ORIGIN: 'https://essaim.example',
};
const right: Zone = {
  'essaim.example TXT': ['google-site-verification=x', 'v=spf1 include:_spf.essaim.example -all'],
  '_spf.essaim.example TXT': ['v=spf1 ip4:192.0.2.0/24 ~all'],
  'essaim._domainkey.essaim.example TXT': [dkimRecord(key)],
  '_dmarc.essaim.example TXT': ['v=DMARC1; p=reject; rua=mailto:dmarc@essaim.example'],
  '25.2.0.192.in-addr.arpa PTR': ['mx.essaim.example'],
  'mx.essaim.example A': ['192.0.2.25'],
  'essaim.example MX': ['mx.essaim.example'],
};
beforeEach(() => {
  server.zone = right;
});

const examined = async (given: Partial<Record<string, string>> = {}, ips = ['192.0.2.25']) => {
  const dns = new Resolver({ timeout: 500, tries: 1 });
  dns.setServers([server.address]);
  return examineMail(mailSetup({ ...environment, ...given }, ips), dns);
};
const without = (...names: string[]): Zone =>
  Object.fromEntries(Object.entries(right).filter(([name]) => !names.includes(name)));
const faults = async (...asked: Parameters<typeof examined>) =>
  (await examined(...asked)).flatMap(({ about, state, todo }) => (state === 'ok' ? [] : [[about, state, todo]]));

describe('The doctor', () => {
  it('finds nothing where all is published', async () => {
    const findings = await examined();
    expect(findings.map(({ about, state }) => `${about} ${state}`)).toEqual(
      ['SPF', 'DKIM', 'DMARC', 'Reverse DNS', 'Returns', 'One-click', 'Answers'].map((about) => `${about} ok`),
    );
  });

  it('says what to publish where nothing is', async () => {
    server.zone = {};
    expect(await faults()).toEqual([
      ['SPF', 'wrong', 'essaim.example. IN TXT "v=spf1 ip4:192.0.2.25 -all"'],
      [
        'DKIM',
        'wrong',
        expect.stringMatching(/^essaim\._domainkey\.essaim\.example\. IN TXT "v=DKIM1; k=rsa; p=MII[^"]+" "[^"]+"$/),
      ],
      ['DMARC', 'wrong', '_dmarc.essaim.example. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@essaim.example"'],
      ['Reverse DNS', 'wrong', expect.stringContaining('PTR')],
      ['Returns', 'wrong', 'essaim.example. IN MX 10 <your mail server>'],
    ]);
  });

  it('publishes a key that, once published, is right', async () => {
    server.zone = without('essaim._domainkey.essaim.example TXT');
    const [[, , todo = ''] = []] = await faults();
    const text = [...(todo ?? '').matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('');
    server.zone = { ...right, 'essaim._domainkey.essaim.example TXT': [text] };
    expect(await faults()).toEqual([]);
  });

  it.each<[string, Zone, string[], string[]]>([
    [
      'another key',
      { ...right, 'essaim._domainkey.essaim.example TXT': [dkimRecord(pemOf())] },
      ['192.0.2.25'],
      ['DKIM'],
    ],
    [
      'two SPF records',
      { ...right, 'essaim.example TXT': ['v=spf1 -all', 'v=spf1 ip4:192.0.2.25 -all'] },
      ['192.0.2.25'],
      ['SPF'],
    ],
    [
      'an address that SPF leaves out',
      {
        ...right,
        '9.100.51.198.in-addr.arpa PTR': ['mx.essaim.example'],
        'mx.essaim.example A': ['198.51.100.9', '192.0.2.25'],
      },
      ['192.0.2.25', '198.51.100.9'],
      ['SPF'],
    ],
    [
      'a name that does not lead back',
      { ...right, 'mx.essaim.example A': ['192.0.2.26'] },
      ['192.0.2.25'],
      ['Reverse DNS'],
    ],
    [
      'a policy that reports to nobody',
      { ...right, '_dmarc.essaim.example TXT': ['v=DMARC1; p=none'] },
      ['192.0.2.25'],
      ['DMARC'],
    ],
  ])('notices %s', async (_, zone, ips, about) => {
    server.zone = zone;
    expect((await faults({}, ips)).map(([found]) => found)).toEqual(about);
  });

  it('sees that a letter fails DMARC when neither SPF nor DKIM speaks for its sender', async () => {
    server.zone = {
      ...without('essaim._domainkey.essaim.example TXT'),
      'ailleurs.example TXT': ['v=spf1 ip4:192.0.2.25 -all'],
      'ailleurs.example MX': ['mx.essaim.example'],
    };
    const found = await examined({ ESSAIM_MAIL_RETURN: 'retours@ailleurs.example' });
    expect(found.filter(({ state }) => state === 'wrong').map(({ about }) => about)).toEqual(['DKIM', 'DMARC']);
  });

  it('tells of what is not configured', async () => {
    const bare = {
      ESSAIM_DKIM_KEY: '',
      ESSAIM_MAIL_RETURN: '',
      ESSAIM_MAIL_REPLY_TO: '',
      ESSAIM_ORIGIN: 'http://essaim.example',
    };
    expect((await faults(bare, [])).map(([about, state]) => `${about} ${state}`)).toEqual([
      'SPF warning',
      'DKIM wrong',
      'DMARC wrong',
      'Returns warning',
      'One-click wrong',
      'Answers warning',
    ]);
  });

  it('refuses a key that could not sign, and an address that is none', () => {
    expect(() => mailSetup({ ESSAIM_MAIL_FROM: 'Essaim' }, [])).toThrow('ESSAIM_MAIL_FROM');
    expect(() => mailSetup({ ...environment, ESSAIM_DKIM_KEY: 'bm9uZQ==' }, [])).toThrow();
  });
});
