import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { answers, atOnce } from '../../../test/support/eventually.ts';
import { MailServer } from '../../../test/support/mail-server.ts';
import { linksPerEmail, windowMs } from '../src/sign-in/request-limits.ts';
import { aSignInDesk, client, origin } from './sign-in-desk.ts';

const mongo = mongoForThisFile();
const mails = new MailServer();
beforeAll(() => mails.start());
afterAll(() => mails.stop());

const minute = 60_000;
const now = new Date();
const later = (ms: number) => new Date(now.getTime() + ms);
const marie = { _id: 'marie', name: 'Marie', email: 'marie@reseau.example', grants: [] };
const wanted = { email: marie.email };

let desk: ReturnType<typeof aSignInDesk>;
beforeEach(async () => {
  mails.received.length = 0;
  mails.attempts.clear();
  mails.refuse = () => undefined;
  desk = await mongo.aDatabase((database) => aSignInDesk(database, { smtpUrl: mails.url }));
  await desk.people.add(marie, now);
});

/** Asks for a link, and gives the token that its mail carries. */
const tokenAskedFor = async (at = now): Promise<string> => {
  await desk.askForLink.execute(wanted, client, at);
  return desk.tokens.write((await desk.lastLink())._id);
};
const reasons = async () => (await desk.log.list({ limit: 10 })).items.map(({ what, reason }) => reason ?? what);

describe('An invitation', () => {
  const notice = (id: string, personId: string, kind = 'member.invited') => {
    const facts = { networkId: 'etat-37', roles: ['contributor', 'facilitator'] };
    return { id, occurredAt: now.toISOString(), data: { personId, kind, urgency: 'now', facts } } as never;
  };

  it('is mailed once with a link that signs in once, for seven days', async () => {
    for (const id of ['e1', 'e1', 'e2'])
      await desk.sendInvitation.whenInvited(notice(id, id === 'e2' ? 'nobody' : 'marie'));
    await desk.sendInvitation.whenInvited(notice('e3', 'marie', 'contribution.returned'));
    while (await desk.mailer.sendNext(new Date()));
    const [mail, ...more] = mails.received;
    expect([mail?.to, more]).toEqual([marie.email, []]);
    expect(mail?.subject).toBe('Vous êtes invité à agir pour etat-37 sur Essaim');
    expect(mail?.text).toMatch(/- Contribution\n- Animation du réseau/);
    const [, token = ''] = /\/connexion\/(\S+)/.exec(mail?.text ?? '') ?? [];
    expect(await desk.signInWithLink.execute(token, client, later(6 * 24 * 60 * minute))).toMatchObject({
      returnTo: '/moi',
    });
    await expect(desk.signInWithLink.execute(token, client, later(minute))).rejects.toThrow('no longer valid');
  });

  it('opens nothing after seven days, and leaves a link that was asked for as it is', async () => {
    const token = await tokenAskedFor();
    await desk.sendInvitation.whenInvited(notice('e1', 'marie'));
    const invited = desk.tokens.write('e1');
    await expect(desk.signInWithLink.execute(invited, client, later(7 * 24 * 60 * minute))).rejects.toThrow();
    expect(await desk.signInWithLink.execute(token, client, later(minute))).toBeTruthy();
  });
});

describe('A link that was asked for', () => {
  it('is mailed to whom we know, and to nobody else', async () => {
    await desk.askForLink.execute({ email: 'personne@ailleurs.example' }, client, now);
    await desk.askForLink.execute({ ...wanted, returnTo: '/moi' }, client, now);
    while (await desk.mailer.sendNext(new Date()));
    expect(mails.received.map(({ to }) => to)).toEqual([marie.email]);
    const [mail] = mails.received;
    expect(mail?.text).toContain(`${origin}/connexion/${desk.tokens.write((await desk.lastLink())._id)}`);
    expect(mail?.text).toContain('15 minutes');
  });

  it('is one document alike, whoever the address belongs to', async () => {
    const stored = async (email: string) => {
      await desk.askForLink.execute({ email }, client, now);
      const { _id, email: _, ...rest } = await desk.lastLink();
      return rest;
    };
    expect(await stored('personne@ailleurs.example')).toEqual(await stored(marie.email));
  });

  it('is mailed again when the server could not take it, with the same bytes', async () => {
    const token = await tokenAskedFor();
    mails.refuse = (_, attempt) => (attempt === 1 ? { code: 451, words: 'later' } : undefined);
    await desk.mailer.sendNext(new Date());
    expect(await desk.lastLink()).toMatchObject({ state: 'pending', attempts: 1 });
    expect(await desk.mailer.sendNext(new Date(Date.now() + 5_000))).toBe(true);
    expect(mails.received.map(({ text }) => text.includes(token))).toEqual([true]);
    expect(await desk.lastLink()).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('is claimed by one worker of many', async () => {
    await tokenAskedFor();
    await atOnce(8, () => desk.mailer.sendNext(new Date()));
    expect(mails.received).toHaveLength(1);
  });

  it('signs in once, even when it is used twice at once', async () => {
    const token = await tokenAskedFor();
    const signedIn = answers(await atOnce(8, () => desk.signInWithLink.execute(token, client, later(minute))));
    expect(signedIn).toHaveLength(1);
    expect(await desk.sessions.store.model.countDocuments()).toBe(1);
    await expect(desk.signInWithLink.execute(token, client, later(minute))).rejects.toThrow('no longer valid');
    expect((await reasons()).filter((reason) => reason === 'used')).toHaveLength(8);
  });

  it('opens nothing after a quarter of an hour', async () => {
    const token = await tokenAskedFor();
    await expect(desk.signInWithLink.execute(token, client, later(15 * minute))).rejects.toThrow('no longer valid');
    expect(await reasons()).toEqual(['expired']);
  });

  it('is void once a newer one was asked for', async () => {
    const [older, newer] = [await tokenAskedFor(), await tokenAskedFor()];
    await expect(desk.signInWithLink.execute(older, client, now)).rejects.toThrow('no longer valid');
    expect((await desk.signInWithLink.execute(newer, client, now)).session).toMatch(/^ses_/);
    expect(await reasons()).toEqual(['signed-in', 'replaced']);
  });

  it('leaves one alone when several are asked for at once', async () => {
    await atOnce(5, () => desk.askForLink.execute(wanted, client, now));
    expect(await desk.links.links.countDocuments({ voidedAt: null })).toBe(1);
    expect((await desk.lastLink()).voidedAt).toBeNull();
  });

  it('is nothing that somebody could write without our key', async () => {
    const token = await tokenAskedFor();
    for (const forged of ['', 'x', token.split('.')[0] ?? '', `${token}A`, token.replace('.', '..')]) {
      await expect(desk.signInWithLink.execute(forged, client, now)).rejects.toThrow('no longer valid');
    }
    expect(JSON.stringify(await desk.lastLink())).not.toContain(token.split('.')[1]);
  });
});

describe('Asking for links', () => {
  it.each([marie.email, 'personne@ailleurs.example'])('is limited for %s, with when to come back', async (email) => {
    for (let times = 0; times < linksPerEmail; times += 1) await desk.askForLink.execute({ email }, client, now);
    const refusal = await desk.askForLink.execute({ email }, client, now).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    await desk.askForLink.execute({ email }, client, later(windowMs));
  });

  it('is limited for one place, whatever the addresses', async () => {
    const inProduction = await mongo.aDatabase((database) => aSignInDesk(database, { mode: 'production' }));
    const ask = (index: number, ip = '2001:db8::1') =>
      inProduction.askForLink.execute({ email: `p${index}@ailleurs.example` }, { ...client, ip }, now);
    const endings = await atOnce(45, (index) => ask(index, `2001:db8::${index + 1}`));
    expect(answers(endings)).toHaveLength(40);
    // Another network is not concerned.
    await ask(99, '2001:db8:0:1::1');
  });
});

describe('A session', () => {
  const open = () => desk.openSession.execute('marie', 'link', client, now);

  it('is kept without its secret and without the whole address', async () => {
    const { id, session } = await open();
    const stored = JSON.stringify(await desk.sessions.store.model.collection.findOne({ _id: id as never }));
    expect(stored).not.toContain(session.split('_')[2]);
    expect(stored).not.toContain(client.ip);
    expect(JSON.parse(stored)).toMatchObject({ browser: 'Firefox sur Linux', address: '192.0.2.0/24' });
  });

  it('is exchanged for a token of ten minutes that the published keys verify', async () => {
    const { id, session } = await open();
    const { token, expiresAt } = await desk.exchangeSession.execute(session, now);
    const [{ _id: kid, publicKey } = { _id: '', publicKey: {} }] = await desk.signingKeyRepository.all();
    const keys = createLocalJWKSet({ keys: [{ ...publicKey, kty: 'OKP', kid, alg: 'EdDSA' }] });
    const { payload } = await jwtVerify(token, keys, {
      issuer: origin,
      audience: `${origin}/api`,
      algorithms: ['EdDSA'],
    });
    expect(payload).toMatchObject({ sub: 'marie', sid: id });
    expect(Date.parse(expiresAt) - now.getTime()).toBeLessThanOrEqual(10 * minute);
  });

  it.each([
    ['not seen for 30 days', 30],
    ['seen each week, after 90 days', 90],
  ])('is over when %s', async (_, days) => {
    const { session } = await open();
    const day = 24 * 60 * minute;
    if (days === 90) for (let at = 7; at < 90; at += 7) await desk.exchangeSession.execute(session, later(at * day));
    await expect(desk.exchangeSession.execute(session, later(days * day))).rejects.toThrow('over');
  });

  it('is over for another secret, and for anything else', async () => {
    const [mine, other] = [await open(), await open()];
    const swapped = `${mine.session.slice(0, -43)}${other.session.slice(-43)}`;
    for (const wrong of [swapped, '', 'ses_x', `${mine.session}A`, '{"$gt":""}']) {
      await expect(desk.exchangeSession.execute(wrong, now)).rejects.toThrow('over');
    }
  });

  it('that is closed is told of once, and exchanged no more', async () => {
    const { id, session } = await open();
    await desk.revokeSessions.one(id, 'marie', client, now);
    await desk.revokeSessions.one(id, 'marie', client, now);
    await expect(desk.exchangeSession.execute(session, now)).rejects.toThrow('over');
    expect(await desk.outboxOf(id)).toEqual([
      { type: 'submission.session.revoked.v1', data: { sessionId: id, tokensUntil: later(11 * minute).toISOString() } },
    ]);
  });

  it('of somebody else is not there to be closed', async () => {
    const { id } = await open();
    await expect(desk.revokeSessions.one(id, 'paul', client, now)).rejects.toThrow('Not found');
  });

  it('is kept when all others are closed', async () => {
    const [kept] = [await open(), await open(), await open()];
    await desk.revokeSessions.others('marie', kept.id, client, now);
    expect((await desk.sessions.liveOf('marie', now)).map(({ _id }) => _id)).toEqual([kept.id]);
  });
});

describe('Signing keys', () => {
  it('are made once by many instances at once', async () => {
    const signers = answers(await atOnce(6, () => desk.signingKeys.current(now)));
    expect(new Set(signers.map(({ id }) => id)).size).toBe(1);
  });

  it('are kept sealed', async () => {
    await desk.signingKeys.current(now);
    expect(JSON.stringify(await desk.signingKeyRepository.all())).not.toContain('"d"');
  });

  it('follow one another each month, and at once when one is revoked', async () => {
    const first = await desk.signingKeys.current(now);
    const month = 30 * 24 * 60 * minute;
    // The next is made, and signs once everybody has heard of it.
    expect((await desk.signingKeys.current(later(month))).id).toBe(first.id);
    const second = await desk.signingKeys.current(later(month + 61 * minute));
    expect(second.id).not.toBe(first.id);
    const known = await desk.signingKeyRepository.store.find(second.id);
    if (known) await desk.signingKeyRepository.revoke(known, later(month));
    await desk.signingKeyRepository.all();
    const third = await desk.signingKeys.current(later(month + 2 * 24 * 60 * minute));
    expect([first.id, second.id]).not.toContain(third.id);
  });
});
