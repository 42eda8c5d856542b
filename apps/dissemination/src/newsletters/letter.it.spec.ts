import { authenticate } from 'mailauth';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AnnouncedResource } from '#contracts';
import { dkimRecord } from '#mail';
import { families } from '#taxonomy';
import { aResource } from '../../../../libs/contracts/test/builders.ts';
import { mongoForThisFile } from '../../../../test/support/engines.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { header, MailServer, type ReceivedMail } from '../../../../test/support/mail-server.ts';
import { dkim, dueMails, mailHouse } from '../../test/mail-house.ts';

const { anInstance, start } = mailHouse(mongoForThisFile());
const mails = new MailServer();
beforeAll(() => mails.start());
afterAll(() => mails.stop());
afterEach(() => {
  mails.received.length = 0;
});

/** The letter about a resource, as an SMTP server by others took it. */
const letterAbout = async (about: Partial<AnnouncedResource> = {}): Promise<ReceivedMail> => {
  const instance = await anInstance(mails.url);
  const resource = aResource(about);
  const [reader = ''] = await dueMails(instance, 1, resource);
  start(instance);
  const letter = await mails.waitFor(reader, resource.title);
  // Marked as well: a sender asks its database for that as long as it takes, and the test ends with its database.
  await eventually(async () => expect(await instance.ledger.deliveries.countDocuments({ state: 'sent' })).toBe(1));
  return letter;
};

/** DNS as it would be once the operator has published what `dkimRecord` says. */
const resolver = async (name: string, type: string): Promise<string[][]> => {
  if (name === 'essaim._domainkey.demo.example' && type === 'TXT') return [[dkimRecord(dkim.privateKey)]];
  throw Object.assign(new Error(`no ${type} for ${name}`), { code: 'ENOTFOUND' });
};
const checked = async (raw: string) => {
  const { dkim: found } = await authenticate(raw, {
    resolver,
    disableArc: true,
    disableDmarc: true,
    disableBimi: true,
  } as never);
  return (found as { results: { status: { result: string }; signingHeaders: { keys: string } }[] }).results[0];
};

describe('A letter', () => {
  it('is signed for our domain, the headers that unsubscribe included, as mailauth reads it', async () => {
    const { raw } = await letterAbout({ title: 'Éviter l’épuisement : « tenir » à plusieurs' });
    const signature = await checked(raw);
    expect(signature?.status.result).toBe('pass');
    const signed = signature?.signingHeaders.keys.toLowerCase().split(/\s*:\s*/);
    for (const name of ['from', 'to', 'subject', 'list-id', 'list-unsubscribe', 'list-unsubscribe-post', 'reply-to']) {
      expect(signed).toContain(name);
    }
    expect(
      (await checked(raw.replace('List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Click')))?.status.result,
    ).toBe('fail');
    expect((await checked(raw.replace(/Lire/, 'Lier')))?.status.result).not.toBe('pass');
  });

  it('says to machines what it is, how one leaves, and who reads an answer', async () => {
    const letter = await letterAbout();
    expect(header(letter, 'List-Id')).toBe('"Essaim, ressources" <ressources.localhost>');
    expect(header(letter, 'List-Unsubscribe')).toMatch(/^<http:\/\/localhost:3000\/newsletters\/unsubscribe\/[^>]+>/);
    expect(header(letter, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(header(letter, 'List-Archive')).toMatch(/^<http/);
    expect(header(letter, 'List-Help')).toMatch(/^<http/);
    expect(header(letter, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(letter, 'Feedback-ID')).toBe('published:ressources.localhost:list:essaim');
    expect(header(letter, 'Reply-To')).toBe('equipe@demo.example');
    expect(header(letter, 'Message-ID')).toMatch(/^<[\w-]{43}@localhost>$/);
  });

  it.each(families.ids)(
    'of the family %s fetches nothing, follows nobody, and says in text what it says in HTML',
    async (family) => {
      const { raw, html, text } = await letterAbout({
        family,
        title: `Une ressource ${family}`,
        expiresAt: '2099-01-01T10:00:00Z',
      });
      // Nothing that a mail program would load by itself; no script.
      expect(html).not.toMatch(/<(img|link|script|iframe|object|embed|video|audio|picture|svg|base|form|input)\b/i);
      expect(html).not.toMatch(/\bsrc\s*=|\bbackground\s*=\s*["']?http|url\s*\(|@import|@font-face/i);
      // Every address leads straight where it says, and stands in the text as well.
      const addresses = [...html.matchAll(/href="([^"]+)"/g)].map(([, address = '']) =>
        address.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
      );
      expect(addresses.length).toBeGreaterThan(1);
      for (const address of addresses) expect(text).toContain(address);
      const everywhere = [...raw.replace(/=\r?\n/g, '').matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
      expect(new Set(everywhere)).toEqual(new Set(['localhost']));
      const wordsOf = (given: string) =>
        given
          .replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]+>/g, ' ')
          .replace(/&[^;]+;/g, ' ')
          .match(/[\p{L}\d]{4,}/gu) ?? [];
      const said = new Set(wordsOf(text));
      const body = html.slice(html.indexOf('<body'));
      const onlyInHtml = wordsOf(body).filter((word) => !said.has(word));
      expect([...new Set(onlyInHtml)]).toEqual([]);
    },
  );

  it('is readable by everybody: language, title, headings, tables that are no tables, both colour schemes', async () => {
    const { html } = await letterAbout({ change: 'Le modèle de statuts : deux articles.' });
    expect(html).toMatch(/<html lang="fr"/);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<table(?![^>]*role="presentation")/g)).toBeNull();
    expect(html).toContain('content="light dark"');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('Le modèle de statuts\u00a0: deux articles.');
  });
});
