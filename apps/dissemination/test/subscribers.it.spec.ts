import { beforeEach, describe, expect, it } from 'vitest';
import { memberByAddress } from '#contracts';
import { NatsLink } from '#messaging';
import { checked } from '#platform';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { LedgerRepository } from '../src/ledger/ledger.repository.ts';
import { personOf } from '../src/ledger/ledger.ts';
import { TellingRepository } from '../src/newsletters/digests/telling.repository.ts';
import { tellingOf } from '../src/newsletters/digests/telling.ts';
import { MailComposer } from '../src/newsletters/mail-composer.ts';
import type { MailDelivery } from '../src/newsletters/mail-delivery.ts';
import { row } from '../src/newsletters/mail-queue.ts';
import { ForgetUnconfirmed } from '../src/newsletters/subscribers/forget-unconfirmed.ts';
import { ImportSubscribers, subscriberImport } from '../src/newsletters/subscribers/import-subscribers.ts';
import { NewsletterTokens } from '../src/newsletters/subscribers/newsletter-tokens.ts';
import { newSubscription, Subscribe } from '../src/newsletters/subscribers/subscribe.ts';
import { SubscriberRepository } from '../src/newsletters/subscribers/subscriber.repository.ts';
import { mailsPerAddress } from '../src/newsletters/subscribers/subscription-limits.ts';
import { SuppressionRepository } from '../src/newsletters/subscribers/suppression.repository.ts';
import { NoticeChoiceRepository } from '../src/notices/choice.repository.ts';
import { groupNames, noticeGroups } from '../src/notices/choices.ts';
import { newsroomForThisFile, type Reply } from './a-newsroom.ts';

const room = newsroomForThisFile();
const here = { ip: '127.0.0.1', isUnproven: false };
const dayMs = 24 * 3_600_000;
const from = (link: string): string => new URL(link).pathname;
const subscribers = () => room.get(SubscriberRepository);
const personBy = (email: string) => subscribers().find(personOf(email));
const mailsTo = (email: string) =>
  room
    .get(LedgerRepository)
    .deliveries.find({ person: personOf(email) } as never)
    .sort({ createdAt: 1 })
    .lean<MailDelivery[]>();
const kindsTo = async (email: string) => (await mailsTo(email)).map(({ kind }) => kind);

let made = 0;
let email = '';
beforeEach(() => {
  made += 1;
  email = `lectrice-${made}@lecteurs.example`;
});
const ask = (wish: object = {}, to = email): Promise<Reply> =>
  room.send('/api/v1/subscriptions', { email: to, frequency: 'immediate', ...wish });
const confirmLink = async (index = 0, to = email): Promise<string> => {
  const id = (await personBy(to))?.subscriptions[index]?.id ?? '';
  return from(room.get(NewsletterTokens).link('confirm', id));
};
const preferences = (at = new Date(), to = email): string =>
  from(room.get(NewsletterTokens).preferencesLink(personOf(to), at));
const reader = async (wish: object = {}): Promise<void> => {
  await ask(wish);
  await room.post(await confirmLink(), {});
};
const statuses = async () => (await personBy(email))?.subscriptions.map(({ status }) => status);

describe('Asking for mail', () => {
  it('takes every rhythm with its day, hour and time zone, and keeps the proof of consent', async () => {
    const at = { day: 5, hour: 17, timeZone: 'Indian/Reunion' };
    const filter = { theme: ['emploi'] };
    expect((await ask({ frequency: 'weekly', at, filter })).status).toBe(202);
    await room.post(await confirmLink(), {});
    const person = await personBy(email);
    expect(person?.subscriptions).toMatchObject([{ frequency: 'weekly', at, filter, status: 'confirmed' }]);
    const next = person?.subscriptions[0]?.nextAt as Date;
    expect([next.getUTCDay(), next.getUTCHours()]).toEqual([5, 13]);
    expect(person?.consent).toMatchObject([
      { what: 'asked', via: 'request', from: expect.stringMatching(/\/24$|\/48$/) },
      {
        what: 'confirmed',
        via: 'link',
        text: expect.stringContaining('chaque vendredi à 17\u00a0h (heure locale : La Réunion)'),
      },
    ]);
  });

  it.each([
    [{ frequency: 'weekly', at: { day: 8 } }, '/at/day', 'unknown-day'],
    [{ frequency: 'monthly', at: { day: 29 } }, '/at/day', expect.any(String)],
    [{ frequency: 'daily', at: { hour: 24 } }, '/at/hour', expect.any(String)],
    [{ frequency: 'daily', at: { timeZone: 'Europe/Lutèce' } }, '/at/timeZone', 'unknown-time-zone'],
    [{ frequency: 'daily', at: { minute: 3 } }, '/at/minute', expect.any(String)],
  ])('with %j is refused, and says where', async (wish, pointer, code) => {
    const { status, body } = await ask(wish);
    expect([status, body.errors]).toMatchObject([422, [{ pointer, code }]]);
  });

  it('sends a known address the link to its preferences, where the wish waits, and answers the same', async () => {
    const unknown = await ask();
    await room.post(await confirmLink(), {});
    const known = await ask({ frequency: 'monthly' });
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    expect(await kindsTo(email)).toEqual(['confirm', 'preferences']);
    // Again and again in a while: one mail.
    for (const frequency of ['daily', 'monthly', 'immediate']) await ask({ frequency });
    expect((await kindsTo(email)).filter((kind) => kind === 'preferences').length).toBeLessThanOrEqual(2);
    expect(await statuses()).toEqual(['confirmed', 'pending', 'pending']);
    const page = await room.read(preferences());
    expect(page.body).toContain('le 1er de chaque mois');
    const id = (await personBy(email))?.subscriptions[1]?.id ?? '';
    expect((await room.post(preferences(), { action: 'confirm', id })).status).toBe(303);
    expect(await statuses()).toEqual(['confirmed', 'confirmed', 'pending']);
  });

  it('fills nobody’s mailbox: so many mails a day, and silence after them', async () => {
    const answers = [];
    for (let n = 1; n <= mailsPerAddress + 3; n += 1) {
      answers.push(await ask({ frequency: 'daily', at: { hour: n } }));
    }
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await mailsTo(email)).toHaveLength(mailsPerAddress);
  });
});

describe('The page of one’s preferences', () => {
  it('opens by its own link alone, for seven days, and changes nothing when looked at', async () => {
    await reader();
    const before = await personBy(email);
    const { status, headers, body } = await room.read(preferences());
    expect([status, headers['referrer-policy'], headers['cache-control']]).toEqual([200, 'no-referrer', 'no-store']);
    expect(body).toContain(email);
    expect(await personBy(email)).toEqual(before);
    expect((await room.read(preferences(new Date(Date.now() - 8 * dayMs)))).status).toBe(410);
    const id = before?.subscriptions[0]?.id ?? '';
    const leave = from(room.get(NewsletterTokens).link('unsubscribe', id));
    // A forwarded mail shows nobody’s address, and erases nobody.
    for (const path of [
      leave.replace('/unsubscribe/', '/preferences/'),
      `/newsletters/preferences/${personOf(email)}.x`,
    ]) {
      expect((await room.read(path)).status).toBe(410);
      expect((await room.post(path, { action: 'erase' })).status).toBe(410);
      expect((await room.read(`${path}/export`)).status).toBe(404);
    }
    expect((await room.read(leave)).body).not.toContain(email);
    expect(await statuses()).toEqual(['confirmed']);
  });

  it('adds, changes, pauses, resumes and removes', async () => {
    await reader();
    const act = (fields: Record<string, string>) => room.post(preferences(), fields);
    const id = (await personBy(email))?.subscriptions[0]?.id ?? '';
    expect((await act({ action: 'pause', id })).headers.location).toContain('fait=pause');
    expect(await statuses()).toEqual(['paused']);
    await act({ action: 'resume', id });
    await act({
      action: 'change',
      id,
      frequency: 'monthly',
      monthday: '12',
      hour: '7',
      theme: 'emploi',
      territory: '',
    });
    expect((await personBy(email))?.subscriptions).toMatchObject([
      { status: 'confirmed', frequency: 'monthly', at: { day: 12, hour: 7 }, filter: { theme: ['emploi'] } },
    ]);
    await act({ action: 'add', frequency: 'daily', hour: '18', family: 'documentary' });
    await act({ action: 'remove', id });
    expect(await statuses()).toEqual(['unsubscribed', 'confirmed']);
    const [what] = ((await personBy(email))?.consent ?? []).slice(-1);
    expect(what).toMatchObject({ what: 'unsubscribed', via: 'preferences', subscription: id });
    const refused = await act({ action: 'add', frequency: 'daily', theme: 'emplois' });
    expect([refused.status, refused.body]).toEqual([422, expect.stringContaining('Terme inconnu : « emplois »')]);
    for (const fields of [{}, { action: 'pause', id: 'none' }, { action: 'fly' }]) {
      expect((await act(fields as never)).status).toBe(422);
    }
  });

  it('exports all that is known, and erases it: only the hash stays, and keeps imports away', async () => {
    await reader();
    const known = await room.read(`${preferences()}/export`);
    expect(known.headers['content-disposition']).toMatch(/^attachment/);
    expect(known.body).toMatchObject({
      email,
      subscriptions: [{ words: expect.any(String) }],
      consent: [{ what: 'asked' }, { what: 'confirmed' }],
      mails: [{ kind: 'confirm' }],
      // Submission is away.
      incomplete: expect.stringContaining('réessayez'),
    });
    const link = preferences();
    const erased = await room.post(link, { action: 'erase' });
    expect((await room.read(erased.headers.location as string)).body).toContain('effacées');
    expect(await personBy(email)).toBeNull();
    expect(await room.get(SuppressionRepository).find(personOf(email))).toMatchObject({ reason: 'erased' });
    expect((await room.read(link)).status).toBe(410);
    // They come back by themselves, and by nothing else.
    await reader();
    expect(await room.get(SuppressionRepository).find(personOf(email))).toBeNull();
  });

  it('stops everything, and its hash is kept from then on', async () => {
    await reader();
    await room.post(preferences(), { action: 'add', frequency: 'daily' });
    await room.post(preferences(), { action: 'leave' });
    expect(await statuses()).toEqual(['unsubscribed', 'unsubscribed']);
    expect(await room.get(SuppressionRepository).find(personOf(email))).toMatchObject({ reason: 'left' });
  });
});

describe('Whoever leaves by a mail', () => {
  it('can have the link to their preferences sent to themselves, and to nobody else', async () => {
    await reader();
    const id = (await personBy(email))?.subscriptions[0]?.id ?? '';
    const leave = from(room.get(NewsletterTokens).link('unsubscribe', id));
    expect((await room.post(leave, { action: 'preferences' })).body).toContain('Ouvrez votre boîte');
    expect(await kindsTo(email)).toEqual(['confirm', 'preferences']);
    expect(await statuses()).toEqual(['confirmed']);
    await room.post(leave, { 'List-Unsubscribe': 'One-Click' });
    expect(await statuses()).toEqual(['unsubscribed']);
  });
});

describe('What was never confirmed', () => {
  it('cannot be confirmed after seven days, and is forgotten after thirty', async () => {
    await ask();
    const link = await confirmLink();
    const age = (days: number) =>
      subscribers().people.updateOne(
        { email } as never,
        { $set: { 'subscriptions.0.askedAt': new Date(Date.now() - days * dayMs) } } as never,
      );
    await age(8);
    expect((await room.post(link, {})).status).toBe(410);
    await room.get(ForgetUnconfirmed).tick();
    expect(await statuses()).toEqual(['pending']);
    await age(31);
    await room.get(ForgetUnconfirmed).tick();
    expect(await personBy(email)).toBeNull();
  });
});

describe('People who agreed elsewhere', () => {
  const consent = {
    givenAt: '2026-01-05T10:00:00Z',
    words: 'Recevoir la lettre du réseau.',
    source: 'Formulaire du site',
  };
  const rowOf = (to: string, more: object = {}) => ({ email: to, frequency: 'monthly', consent, ...more });
  const bring = (items: object[], dryRun = false) =>
    room.get(ImportSubscribers).execute(checked(subscriberImport, { items, dryRun }), new Date());

  it('are brought in with the proof of it, once, and never those who left or were erased', async () => {
    await reader();
    await room.post(preferences(), { action: 'erase' });
    const [fresh, left] = [`fraiche-${made}@lecteurs.example`, `partie-${made}@lecteurs.example`];
    await ask({}, left);
    await room.post(await confirmLink(0, left), {});
    await room.post(preferences(new Date(), left), { action: 'leave' });
    const items = [
      rowOf(email),
      rowOf(fresh),
      rowOf(left),
      rowOf(fresh),
      rowOf('x@y.example', { consent: { ...consent, givenAt: '2999-01-01T00:00:00Z' } }),
    ];
    expect(await bring(items, true)).toMatchObject({ added: 2, suppressed: 2, refused: 1 });
    expect(await personBy(fresh)).toBeNull();
    const report = await bring(items);
    expect(report).toMatchObject({ added: 1, already: 1, suppressed: 2, refused: 1 });
    expect(JSON.stringify(report)).not.toContain('@');
    const person = await personBy(fresh);
    expect(person?.subscriptions).toMatchObject([{ status: 'confirmed', frequency: 'monthly' }]);
    expect(person?.consent.at(-1)).toMatchObject({
      what: 'confirmed',
      via: 'import',
      proof: expect.stringContaining('Formulaire du site'),
    });
    expect(await mailsTo(fresh)).toEqual([]);
    expect(() => checked(subscriberImport, { items: [{ email: fresh, frequency: 'daily' }] })).toThrow();
  });
});

describe('A mailing list', () => {
  it('is signed up by who answers for it: its links go to them alone, and its mails have none', async () => {
    const owner = `anime-${made}@reseau.example`;
    const refused = await ask({ owner });
    expect(refused.status).toBe(401);
    const wish = checked(newSubscription, { email, frequency: 'weekly', owner });
    await room.get(Subscribe).execute(wish, here, new Date());
    const [asked] = await mailsTo(email);
    expect(await room.get(MailComposer).compose(asked as MailDelivery)).toMatchObject({ to: owner });
    await room.post(await confirmLink(), {});
    const [subscription] = (await personBy(email))?.subscriptions ?? [];
    await room.get(TellingRepository).keep({
      ...tellingOf(
        {
          id: `t-${made}`,
          type: 'editorial.resource.published.v1',
          subject: 'r1',
          aggregateVersion: 1,
          occurredAt: new Date().toISOString(),
          data: { resource: aResource(), previous: null },
        },
        new Date(),
      ),
    });
    const mail = row(`d-${made}`, subscription?.id ?? '', 'digest', personOf(email), new Date());
    const letter = await room.get(MailComposer).compose({ ...mail, items: [{ telling: `t-${made}` }] });
    expect(letter).toMatchObject({
      to: email,
      list: undefined,
      text: expect.stringContaining('la personne qui l’anime'),
    });
    expect(`${letter?.text}${letter?.html}`).not.toContain('/newsletters/unsubscribe/');
    // Somebody else does not become its owner, nor of an address that somebody reads.
    const takeOver = checked(newSubscription, { email, frequency: 'daily', owner: 'autre@reseau.example' });
    await expect(room.get(Subscribe).execute(takeOver, here, new Date())).rejects.toMatchObject({ status: 409 });
    await ask({ frequency: 'monthly' });
    const link = (await mailsTo(email)).find(({ kind }) => kind === 'preferences');
    expect(await room.get(MailComposer).compose(link as MailDelivery)).toMatchObject({ to: owner });
  });
});

describe('What a member is told by mail', () => {
  it('is chosen behind the link of a notice: looking changes nothing, the form does, and no other token opens it', async () => {
    const choices = room.get(NoticeChoiceRepository);
    const tokens = room.get(NewsletterTokens);
    const path = new URL(tokens.link('notices', 'membre-1')).pathname;
    const shown = await room.read(path);
    expect(shown.body.match(/checked/g)).toHaveLength(groupNames.length);
    expect(await choices.declinedBy('membre-1')).toEqual([]);
    const saved = await room.post(path, { choix: '1', told: 'cases' });
    expect(saved.body).toContain('Votre choix est enregistré.');
    expect(await choices.declinedBy('membre-1')).toEqual(groupNames.filter((group) => group !== 'cases'));
    expect((await room.read(path)).body.match(/checked/g)).toHaveLength(1);
    // What a mail program posts by itself is no choice.
    expect((await room.post(path, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect(await choices.declinedBy('membre-1')).not.toContain('cases');
    expect((await room.post(path, { choix: '1' })).status).toBe(200);
    expect(await choices.declinedBy('membre-1')).toEqual(groupNames);
    const other = new URL(tokens.link('unsubscribe', 'membre-1')).pathname.replace('unsubscribe', 'notices');
    for (const wrong of [other, '/newsletters/notices/none']) expect((await room.read(wrong)).status).toBe(410);
    expect((await room.post(other, { choix: '1', told: 'cases' })).status).toBe(410);
    expect(await choices.declinedBy('membre-1')).toEqual(groupNames);
  });

  it.each([
    ['urlencoded', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    ['multipart', 'multipart/form-data; boundary=b', '--b\r\n\r\nOne-Click\r\n--b--\r\n'],
    ['empty', undefined, undefined],
  ])('ends by the one click of a mail program, %s (RFC 8058)', async (kind, type, payload) => {
    const url = `${new URL(room.get(NewsletterTokens).link('notices', kind)).pathname}?sans=watch,tools`;
    const headers = type ? { 'content-type': type } : {};
    const answer = await room.apps[0]?.inject({ method: 'POST', url, headers, ...(payload ? { payload } : {}) });
    expect([answer?.statusCode, answer?.headers.location]).toEqual([200, undefined]);
    expect(await room.get(NoticeChoiceRepository).declinedBy(kind)).toEqual(['watch', 'tools']);
  });

  it('is found from the page of their newsletters, and part of the export of what is known of them', async () => {
    await reader();
    const connection = await room.get(NatsLink).connected();
    const answering = connection.subscribe(memberByAddress.subject, {
      callback: (_, message) => {
        const { data } = message.json<{ data: { email: string } }>();
        message.respond(JSON.stringify({ id: '1', response: { id: data.email === email ? 'membre-2' : null } }));
      },
    });
    await room.get(NoticeChoiceRepository).keep('membre-2', ['tools'], new Date());
    const [, found = ''] =
      /href="[^"]*(\/newsletters\/notices\/[^"]+)"/.exec((await room.read(preferences())).body) ?? [];
    expect((await room.read(found)).body.match(/checked/g)).toHaveLength(groupNames.length - 1);
    expect((await room.read(`${preferences()}/export`)).body).toMatchObject({
      member: { id: 'membre-2', declinedNotices: [noticeGroups.tools], notices: [] },
    });
    answering.unsubscribe();
    expect((await room.read(preferences())).body).not.toContain('/newsletters/notices/');
  });
});
