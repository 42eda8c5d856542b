import type { FastifyReply } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '#contracts';
import { aDatabaseName, mongoForThisFile } from '../../../../test/support/engines.ts';
import { atOnce, eventually } from '../../../../test/support/eventually.ts';
import { header, MailServer, type ReceivedMail } from '../../../../test/support/mail-server.ts';
import { type Instance, mailHouse } from '../../test/mail-house.ts';
import type { MailDelivery } from '../newsletters/mail-delivery.ts';

const { anInstance, contacts, start } = mailHouse(mongoForThisFile());
const mails = new MailServer();
beforeAll(() => mails.start());
afterAll(() => mails.stop());
beforeEach(() => {
  contacts.known.clear();
  for (const name of ['ana', 'bob', 'eve']) contacts.known.set(name, { name, email: `${name}@reseau.example` });
});
afterEach(() => {
  mails.received.length = 0;
  contacts.isAway = false;
});

const tomorrow = new Date(Date.now() + 24 * 3_600_000);
const facts = { contributionId: 'k1', version: 1, title: 'Guide', reasons: ['Il manque une date.'], caseId: 'c1' };
const dueNow = ({ ledger }: Instance) =>
  ledger.deliveries.updateMany({ state: 'pending' } as never, { $set: { dueAt: new Date() } } as never);
/** The digest of a coming day, sent today. */
const gather = async (instance: Instance, at = tomorrow) => {
  await instance.notices.digests.plan(at);
  await dueNow(instance);
};
let count = 0;
const asked = (kind: string, to: { personId?: string; networkId?: string }, urgency: 'now' | 'digest' = 'digest') => {
  count += 1;
  const occurredAt = new Date().toISOString();
  return { id: `e${count}`, subject: 'k1', aggregateVersion: 1, occurredAt, data: { ...to, kind, urgency, facts } };
};
const knows = ({ notices }: Instance, id: string, ...grants: Grant[]) =>
  notices.ring.members.collection.insertOne({ _id: id, v: 1, grants } as never);
const rowsOf = ({ ledger }: Instance) => ledger.deliveries.find({ channel: 'mail' } as never).lean<MailDelivery[]>();
const untilDone = (instance: Instance) =>
  eventually(async () => {
    const rows = await rowsOf(instance);
    expect(rows.filter(({ state }) => state === 'pending' || state === 'sending')).toEqual([]);
    return rows;
  });
const recipients = () => mails.received.map(({ to }) => to).sort();

describe('What is urgent', () => {
  it('reaches a person at once, in French, with where to go on', async () => {
    const instance = await anInstance(mails.url);
    start(instance);
    await instance.notices.plan.plan(asked('case.urgent', { personId: 'ana' }, 'now'));
    const mail = await mails.waitFor('ana@reseau.example', 'Bonjour ana');
    expect(mail.subject).toBe('Urgent, votre avis : « Guide »');
    expect(mail.text).toContain('http://localhost:3000/comite/dossiers/c1/avis?recommandation=approve');
    expect(header(mail, 'Auto-Submitted')).toBe('auto-generated');
  });

  it('is sent once although three instances plan it often and send it', async () => {
    const name = aDatabaseName();
    const instances = await Promise.all([1, 2, 3].map(() => anInstance(mails.url, name)));
    start(...instances);
    const event = asked('resource.withdrawn', { personId: 'bob' }, 'now');
    await atOnce(12, (index) => (instances[index % 3] as Instance).notices.plan.plan(event));
    await untilDone(instances[0] as Instance);
    await instances[0]?.notices.plan.plan(event);
    expect(recipients()).toEqual(['bob@reseau.example']);
  });

  it('waits while nobody can tell the address, and goes then', async () => {
    const instance = await anInstance(mails.url);
    contacts.isAway = true;
    start(instance);
    await instance.notices.plan.plan(asked('resource.withdrawn', { personId: 'bob' }, 'now'));
    const [row] = await eventually(async () => {
      const rows = await rowsOf(instance);
      expect(rows[0]?.lastReason).toBe('nobody could tell the address');
      return rows;
    });
    expect(row?.state).toBe('pending');
    contacts.isAway = false;
    await dueNow(instance);
    await untilDone(instance);
    expect(recipients()).toEqual(['bob@reseau.example']);
  });

  it('goes to nobody who has left', async () => {
    const instance = await anInstance(mails.url);
    contacts.known.delete('bob');
    start(instance);
    await instance.notices.plan.plan(asked('resource.withdrawn', { personId: 'bob' }, 'now'));
    expect((await untilDone(instance)).map(({ state }) => state)).toEqual(['cancelled']);
    expect(recipients()).toEqual([]);
  });
});

describe('What somebody asked not to be told', () => {
  it('is not told, at once or in a digest; what they must know still is', async () => {
    const instance = await anInstance(mails.url);
    start(instance);
    await instance.notices.choices.keep('ana', ['cases'], new Date());
    await instance.notices.plan.plan(asked('case.urgent', { personId: 'ana' }, 'now'));
    expect((await untilDone(instance)).map(({ state }) => state)).toEqual(['cancelled']);
    await instance.notices.plan.plan(asked('case.opened', { personId: 'ana' }));
    await instance.notices.plan.plan(asked('contribution.declined', { personId: 'ana' }));
    await gather(instance);
    const mail = await mails.waitFor('ana@reseau.example', 'Non retenue');
    expect(mail.text).not.toContain('examiner');
    // The way to choose, in each.
    expect(mail.text).toMatch(
      /Choisir ce que l’on me signale : http:\/\/localhost:3000\/newsletters\/notices\/ana\.\S+/,
    );
  });

  it('is said once where two things that happened are the same words', async () => {
    const instance = await anInstance(mails.url);
    await instance.notices.plan.plan(asked('case.opened', { personId: 'ana' }));
    await instance.notices.plan.plan(asked('case.opened', { personId: 'ana' }));
    start(instance);
    await gather(instance);
    const mail = await mails.waitFor('ana@reseau.example', 'Bonjour ana');
    expect(mail.subject).toBe('À examiner : « Guide »');
  });

  it('declined once it waits, is in no digest: none leaves that would be empty', async () => {
    const instance = await anInstance(mails.url);
    await instance.notices.plan.plan(asked('case.opened', { personId: 'bob' }));
    await instance.notices.choices.keep('bob', ['cases'], new Date());
    start(instance);
    await gather(instance);
    expect((await untilDone(instance)).map(({ state }) => state)).toEqual(['cancelled']);
  });
});

describe('The one click of a mail program', () => {
  /** What a page answers, without a network between. */
  const answered = async (ask: (reply: FastifyReply) => Promise<unknown>): Promise<string> => {
    const reply = {
      status: () => reply,
      headers: () => reply,
      type: () => reply,
      send: (body: string) => {
        page = body;
      },
    };
    let page = '';
    await ask(reply as unknown as FastifyReply);
    return page;
  };
  const oneClick = (mail: ReceivedMail) => {
    const [, address = ''] = /^<([^>]+)>$/.exec(header(mail, 'List-Unsubscribe') ?? '') ?? [];
    const { pathname, searchParams } = new URL(address);
    return { token: pathname.split('/').at(-1) ?? '', without: searchParams.get('sans') };
  };
  const aMail = async (instance: Instance, kind: string, to = 'ana'): Promise<ReceivedMail> => {
    start(instance);
    await instance.notices.plan.plan(asked(kind, { personId: to }, 'now'));
    return mails.waitFor(`${to}@reseau.example`, `Bonjour ${to}`);
  };

  it.each([
    ['a form', new URLSearchParams('List-Unsubscribe=One-Click')],
    ['nothing, or what we do not read', undefined],
  ])('ends what the mail told of, and nothing else, with %s; looking ends nothing', async (_, body) => {
    const instance = await anInstance(mails.url);
    const { page, choices } = instance.notices;
    await choices.keep('ana', ['tools'], new Date());
    const mail = await aMail(instance, 'case.urgent');
    expect([header(mail, 'List-Unsubscribe-Post'), header(mail, 'List-Id'), header(mail, 'List-Archive')]).toEqual([
      'List-Unsubscribe=One-Click',
      '"Essaim, ce qui vous concerne" <signalements.localhost>',
      undefined,
    ]);
    const { token, without } = oneClick(mail);
    expect(await answered((reply) => page.show(token, without, reply))).not.toContain('value="cases" checked');
    expect(await choices.declinedBy('ana')).toEqual(['tools']);
    const now = new Date();
    expect(await answered((reply) => page.choose(token, without, body, now, reply))).toContain('est enregistré');
    expect(await choices.declinedBy('ana')).toEqual(['tools', 'cases']);
    await answered((reply) => page.choose(`${token}x`, without, body, now, reply));
    // Without what the page itself sends along, a form is no choice.
    await answered((reply) => page.choose(token, undefined, body, now, reply));
    expect(await choices.declinedBy('ana')).toEqual(['tools', 'cases']);
    await answered((reply) => page.choose(token, undefined, new URLSearchParams('choix=1&told=cases'), now, reply));
    expect(await choices.declinedBy('ana')).toEqual(['network', 'resources', 'watch', 'tools']);
  });

  it('is not offered for what everybody must know', async () => {
    const mail = await aMail(await anInstance(mails.url), 'resource.withdrawn', 'bob');
    expect(['List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Id'].map((name) => header(mail, name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('Whoever has no right any more', () => {
  it('leaves no choice and no notice behind; whoever keeps one keeps them', async () => {
    const instance = await anInstance(mails.url);
    const { choices, forget, plan } = instance.notices;
    for (const personId of ['ana', 'bob']) {
      await choices.keep(personId, ['cases'], new Date());
      await plan.plan(asked('contribution.declined', { personId }));
    }
    await forget.whenChanged({ data: { personId: 'ana', grants: [] } });
    await forget.whenChanged({ data: { personId: 'bob', grants: [{ role: 'contributor', network: 'n1' }] } });
    expect([await choices.declinedBy('ana'), await choices.declinedBy('bob')]).toEqual([[], ['cases']]);
    start(instance);
    await gather(instance);
    await untilDone(instance);
    expect(recipients()).toEqual(['bob@reseau.example']);
  });
});

describe('What a network is told', () => {
  it('goes to those who facilitate it, and to nobody else', async () => {
    const instance = await anInstance(mails.url);
    await knows(instance, 'ana', { role: 'facilitator', network: 'n1' });
    await knows(instance, 'bob', { role: 'contributor', network: 'n1' });
    await knows(instance, 'eve', { role: 'facilitator', network: 'n2' });
    start(instance);
    await instance.notices.plan.plan(asked('webhook-endpoint.disabled', { networkId: 'n1' }, 'now'));
    await untilDone(instance);
    expect(recipients()).toEqual(['ana@reseau.example']);
  });

  it('goes to its contributors where nobody facilitates it', async () => {
    const instance = await anInstance(mails.url);
    await knows(instance, 'bob', { role: 'contributor', network: 'n1' });
    start(instance);
    await instance.notices.plan.plan(asked('resource.withdrawn', { networkId: 'n1' }, 'now'));
    await untilDone(instance);
    expect(recipients()).toEqual(['bob@reseau.example']);
  });

  it('is asked for again while nobody is known who answers for it, for a minute', async () => {
    const instance = await anInstance(mails.url);
    const event = asked('resource.withdrawn', { networkId: 'n1' }, 'now');
    await expect(instance.notices.plan.plan(event)).rejects.toThrow('nobody is known');
    await instance.notices.plan.plan({ ...event, occurredAt: new Date(Date.now() - 61_000).toISOString() });
    expect(await rowsOf(instance)).toEqual([]);
  });
});

describe('What is not urgent', () => {
  it('is one digest per person and day, whatever their roles', async () => {
    const name = aDatabaseName();
    const instances = await Promise.all([1, 2].map(() => anInstance(mails.url, name)));
    const [instance] = instances as [Instance, Instance];
    await knows(instance, 'ana', { role: 'facilitator', network: 'n1' });
    const { plan } = instance.notices;
    await plan.plan(asked('contribution.to-frame', { personId: 'ana' }));
    await plan.plan(asked('case.opened', { personId: 'ana' }));
    await plan.plan(asked('resource.adopted', { networkId: 'n1' }));
    await plan.plan(asked('case.opened', { personId: 'bob' }));
    await instance.notices.digests.plan(new Date(Date.now() - 24 * 3_600_000));
    expect(await rowsOf(instance)).toEqual([]);
    start(...instances);
    await atOnce(8, (index) => gather(instances[index % 2] as Instance));
    await untilDone(instance);
    expect(recipients()).toEqual(['ana@reseau.example', 'bob@reseau.example']);
    const { subject, text } = await mails.waitFor('ana@reseau.example', 'CE QUI VOUS ATTEND');
    expect(subject).toBe('Sur Essaim : 2 choses vous attendent, 1 nouvelle');
    expect(text).toMatch(
      /À cadrer : « Guide »[\s\S]*À examiner : « Guide »[\s\S]*CE QUI S’EST PASSÉ[\s\S]*Reprise ailleurs/,
    );
  });

  it('that comes after the digest of the day waits for the next, and is in one only', async () => {
    const instance = await anInstance(mails.url);
    start(instance);
    await instance.notices.plan.plan(asked('case.opened', { personId: 'ana' }));
    await gather(instance);
    await untilDone(instance);
    await instance.notices.plan.plan(asked('contribution.returned', { personId: 'ana' }));
    await gather(instance);
    await gather(instance, new Date(tomorrow.getTime() + 24 * 3_600_000));
    await untilDone(instance);
    expect(mails.to('ana@reseau.example').map(({ subject }) => subject)).toEqual([
      'À examiner : « Guide »',
      'À reprendre : « Guide »',
    ]);
  });

  it('says a decision once to an author who also facilitates', async () => {
    const instance = await anInstance(mails.url);
    await knows(instance, 'ana', { role: 'facilitator', network: 'n1' });
    await instance.notices.plan.plan(asked('contribution.declined', { personId: 'ana' }));
    await instance.notices.plan.plan(asked('contribution.declined', { networkId: 'n1' }));
    start(instance);
    await gather(instance);
    await untilDone(instance);
    const [mail] = mails.to('ana@reseau.example');
    expect(mail?.subject).toBe('Non retenue : « Guide »');
    expect(mail?.text.match(/Il manque une date/g)).toHaveLength(1);
  });

  it('asks for no opinion on a case that was decided meanwhile', async () => {
    const instance = await anInstance(mails.url);
    await instance.notices.plan.plan(asked('case.opened', { personId: 'bob' }));
    await instance.notices.plan.plan(asked('case.objection', { personId: 'bob' }));
    await instance.notices.plan.plan(asked('contribution.to-frame', { personId: 'ana' }));
    await instance.notices.settleCase.whenDecided({ data: { caseId: 'c1' } } as never);
    await instance.notices.settleFraming.whenFramed({ data: { contributionId: 'k1' } } as never);
    start(instance);
    await gather(instance);
    await untilDone(instance);
    expect(mails.received.map(({ to, subject }) => [to, subject])).toEqual([
      ['bob@reseau.example', 'Objection : « Guide »'],
    ]);
  });

  it('is the same mail again when the server could not take it', async () => {
    const instance = await anInstance(mails.url);
    mails.refuse = (_, attempt) => (attempt === 1 ? { code: 451, words: 'later' } : undefined);
    await instance.notices.plan.plan(asked('case.opened', { personId: 'eve' }));
    start(instance);
    await gather(instance);
    await eventually(() => expect(mails.attempts.get('eve@reseau.example')).toBe(1));
    // What comes meanwhile is not slipped into it.
    await instance.notices.plan.plan(asked('session.planned', { personId: 'eve' }));
    await eventually(async () => expect((await rowsOf(instance))[0]?.state).toBe('pending'));
    await dueNow(instance);
    await untilDone(instance);
    mails.refuse = () => undefined;
    expect(mails.to('eve@reseau.example').map(({ subject }) => subject)).toEqual(['À examiner : « Guide »']);
  });
});

describe('What nobody has words for', () => {
  it('is hopeless: a person looks at it among the dead letters', async () => {
    const instance = await anInstance(mails.url);
    await expect(instance.notices.plan.plan(asked('moon.risen', { personId: 'ana' }))).rejects.toThrow('has words for');
  });

  it('is nobody’s when told again for read models, or mailed elsewhere', async () => {
    const instance = await anInstance(mails.url);
    await instance.notices.plan.plan({ ...asked('case.urgent', { personId: 'ana' }, 'now'), reannounced: true });
    await instance.notices.plan.plan(asked('member.invited', { personId: 'ana' }, 'now'));
    expect(await rowsOf(instance)).toEqual([]);
  });
});
