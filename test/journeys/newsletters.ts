import { beforeAll, describe, expect, it } from 'vitest';
import { published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { header, linkTo } from '../support/mail-server.ts';
import { alsoSubscribed, anAddress, asked, subscribed } from '../support/readers.ts';
import { product } from './product.ts';

const about = (territory: string, title: string) =>
  published(product, { title, territories: [territory], scope: { include: [territory], exclude: [] } });
const subscribe = (email: string, territory = 'DEP-33') =>
  product.anyone.post('subscriptions', { email, frequency: 'immediate', filter: { territory: [territory] } });
const titlesTo = (address: string): string[] => product.mails.to(address).map(({ subject }) => subject);
const confirmation = 'Confirmez votre abonnement à Essaim';
const preferences = 'Vos abonnements à Essaim';

/** Somebody receives what is published now; so whatever was to leave before has left. */
const everythingHasLeft = async (territory = 'DEP-33'): Promise<void> => {
  const witness = await subscribed(product, { territory: [territory] }, anAddress('temoin'));
  for (const title of ['Le témoin passe', 'Le témoin repasse']) {
    await about(territory, title);
    await product.mails.waitFor(witness, title);
  }
};

describe('Asking for mail', () => {
  it('gets the same answer for an address unknown, waiting, or receiving', async () => {
    const [unknown, waiting] = [anAddress(), anAddress()];
    await asked(product, waiting, { territory: ['DEP-33'] });
    const receiving = await subscribed(product, { territory: ['DEP-33'] });
    const answers = await Promise.all([unknown, waiting, receiving].map((address) => subscribe(address)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    for (const { headers } of answers) expect(headers.get('set-cookie')).toBeNull();

    // Asking again in time sends no second mail; while receiving, the link to one's preferences. Neither resets anything.
    await everythingHasLeft();
    expect(titlesTo(unknown)).toEqual([confirmation]);
    expect(titlesTo(waiting)).toEqual([confirmation]);
    expect(titlesTo(receiving)).toEqual([confirmation, preferences, 'Le témoin passe', 'Le témoin repasse']);
  });

  it.each([
    ['no address', { email: 'personne' }, '/email'],
    ['an unknown rhythm', { frequency: 'hourly' }, '/frequency'],
    ['an unknown filter', { filter: { teritory: ['DEP-33'] } }, '/filter/teritory'],
    ['an unknown theme', { filter: { theme: ['emplois'] } }, '/filter/theme'],
    ['more than we ask', { name: 'Claire' }, '/name'],
  ])('with %s is refused, and says where', async (_, fields, pointer) => {
    const wanted = { email: anAddress(), frequency: 'immediate', filter: {}, ...fields };
    const { status, body } = await product.anyone.post('subscriptions', wanted);
    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      expect.stringMatching(new RegExp(`^${pointer}`)),
    ]);
  });
});

describe('A confirmation link', () => {
  it('that is only looked at confirms nothing; pressed, it does, once and for all', async () => {
    const address = anAddress();
    const link = await asked(product, address, { territory: ['DEP-33'] });
    for (const look of [product.anyone.get(link), product.anyone.head(link), product.anyone.get(link)]) {
      expect(await look).toMatchObject({ status: 200 });
    }
    const page = await product.anyone.get(link);
    expect(page.text).toMatch(/<form method="post">/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    await everythingHasLeft();
    expect(titlesTo(address)).toEqual([confirmation]);

    for (const press of [1, 2]) {
      const { status, text } = await product.anyone.post(link);
      expect({ press, status, text }).toMatchObject({ status: 200, text: expect.stringContaining('est confirmé') });
    }
    await about('DEP-33', 'Confirmée');
    await product.mails.waitFor(address, 'Confirmée');
  });
});

describe('A token', () => {
  it('that is not ours opens nothing, and tells nothing', async () => {
    const address = anAddress();
    const link = await asked(product, address, { territory: ['DEP-33'] });
    const [token = ''] = link.split('/').slice(-1);
    const tampered = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const junk of [tampered, 'x', 'a.b', 'a.b.c', '%20', '%00', 'é', 'x'.repeat(250), token.split('.')[0]]) {
      const confirm = await product.anyone.post(`/newsletters/confirm/${junk}`);
      expect([junk, confirm.status]).toEqual([junk, 410]);
      const leave = await product.anyone.post(`/newsletters/unsubscribe/${junk}`);
      expect([junk, leave.status]).toEqual([junk, 200]);
    }
    expect((await product.anyone.post(link)).status).toBe(200);
  });

  it('does what it was made for, and nothing else', async () => {
    const address = anAddress();
    const link = await asked(product, address, { territory: ['DEP-33'] });
    await product.anyone.post(link);
    // To leave with the token that confirms: answered as any other, and still receiving.
    await product.anyone.post(link.replace('/confirm/', '/unsubscribe/'));
    await about('DEP-33', 'Toujours là');
    const leave = linkTo(await product.mails.waitFor(address, 'Toujours là'), 'unsubscribe');
    expect((await product.anyone.post(leave.replace('/unsubscribe/', '/confirm/'))).status).toBe(410);
  });
});

describe('A reader', () => {
  it('gets what matches their filter, once even when two of their subscriptions match', async () => {
    const [gironde, lozere, both] = [
      await subscribed(product, { territory: ['DEP-33'] }),
      await subscribed(product, { territory: ['DEP-48'] }),
      await subscribed(product, { territory: ['DEP-48'] }),
    ];
    await alsoSubscribed(product, { family: ['documentary'], territory: ['REG-76'] }, both);
    await about('DEP-48', 'Un bus en Lozère');
    await product.mails.waitFor(lozere, 'Un bus en Lozère');
    await everythingHasLeft('DEP-48');
    expect(titlesTo(gironde)).toEqual([confirmation]);
    expect(titlesTo(both).filter((subject) => subject === 'Un bus en Lozère')).toHaveLength(1);
  });

  it('stays subscribed when a mail scanner opens every link', async () => {
    const reader = await subscribed(product, { territory: ['DEP-33'] });
    await about('DEP-33', 'Lue par une machine');
    const { html } = await product.mails.waitFor(reader, 'Lue par une machine');
    for (const [, href = ''] of html.matchAll(/href="([^"]+)"/g)) {
      expect((await product.anyone.get(href)).status).toBe(200);
      expect((await product.anyone.head(href)).status).toBe(200);
    }
    await about('DEP-33', 'Encore abonnée');
    await product.mails.waitFor(reader, 'Encore abonnée');
  });

  it('who left confirms again before anything comes', async () => {
    const reader = await subscribed(product, { territory: ['DEP-33'] });
    await about('DEP-33', 'Avant de partir');
    const leave = linkTo(await product.mails.waitFor(reader, 'Avant de partir'), 'unsubscribe');
    await product.anyone.post(leave);
    expect((await product.anyone.get(leave)).text).toContain('Vous êtes désabonné');
    await subscribe(reader);
    await eventually(() => expect(titlesTo(reader)).toEqual([confirmation, 'Avant de partir', confirmation]));
    await everythingHasLeft();
    expect(titlesTo(reader)).toHaveLength(3);
  });
});

describe('A mail server', () => {
  // Nobody else wants to hear of it.
  const territory = 'DEP-974';
  const [patient, leaver, deferred, refused] = [anAddress(), anAddress(), anAddress(), anAddress()];
  beforeAll(async () => {
    for (const address of [patient, leaver]) await subscribed(product, { territory: [territory] }, address);
    for (const address of [deferred, refused]) await subscribed(product, { territory: ['DEP-12'] }, address);
  });

  it('that says later is asked again; that says never, never; that was away, once it is back', async () => {
    product.mails.refuse = (address, attempt) => {
      if (address === deferred && attempt === 2) return { code: 451, words: '4.7.1 come back later' };
      if (address === refused && attempt >= 2) return { code: 550, words: '5.1.1 no such user' };
      return undefined;
    };
    await about('DEP-12', 'Remise à plus tard');
    await eventually(() => expect([deferred, refused].map((to) => product.mails.attempts.get(to))).toEqual([2, 2]));
    await about(territory, 'Avant la panne');
    const leave = linkTo(await product.mails.waitFor(leaver, 'Avant la panne'), 'unsubscribe');
    await product.mails.waitFor(patient, 'Avant la panne');

    await product.mails.stop();
    const tried = async () => (await product.logOf('dissemination')).split('mail not taken').length - 1;
    const before = await tried();
    await about(territory, 'Pendant la panne');
    await eventually(async () => expect(await tried()).toBeGreaterThanOrEqual(before + 2));
    await product.anyone.post(leave);
    await product.mails.start();

    const late = await product.mails.waitFor(patient, 'Pendant la panne', 30_000);
    await product.mails.waitFor(deferred, 'Remise à plus tard', 90_000);
    await everythingHasLeft(territory);
    expect(titlesTo(patient).filter((subject) => subject === late.subject)).toHaveLength(1);
    expect(titlesTo(leaver)).toEqual([confirmation, 'Avant la panne']);
    expect(product.mails.attempts.get(refused)).toBe(2);
    expect(product.mails.attempts.get(deferred)).toBe(3);
    const ids = product.mails.received.map((mail) => header(mail, 'Message-ID'));
    expect(new Set(ids).size).toBe(ids.length);
  }, 150_000);
});
