import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { newId } from '#persistence';
import { aDatabaseName, mongoForThisFile } from '../../../../../test/support/engines.ts';
import { eventually } from '../../../../../test/support/eventually.ts';
import { header, MailServer } from '../../../../../test/support/mail-server.ts';
import { dueMails, type Instance, mailHouse, type Seen } from '../../../test/mail-house.ts';
import { mailCauseId, personOf } from '../../ledger/ledger.ts';
import { type MailDelivery, mostADay } from '../mail-delivery.ts';
import { Leave } from '../subscribers/leave.ts';

/** A server that takes every mail, and hangs up instead of saying so. */
class RudeServer {
  readonly taken: string[] = [];
  private readonly server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 rude\r\n');
    let data: string | null = null;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      if (data === null && /^DATA\r\n/m.test(chunk)) {
        data = '';
        socket.write('354 go on\r\n');
      } else if (data === null) {
        for (const _ of chunk.split('\r\n').slice(1)) socket.write('250 fine\r\n');
      } else {
        data += chunk;
        if (!data.endsWith('\r\n.\r\n')) return;
        this.taken.push(data);
        socket.destroy();
      }
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

const workers = 10;

/** What a process sees that dies as soon as its mail has left: nothing that it writes afterwards arrives, and nothing more is due. */
const dyingOnceItLeft = (): Seen => {
  let isDead = false;
  const until =
    (name: string) =>
    <Thing extends object>(thing: Thing): Thing =>
      new Proxy(thing, {
        get: (of, asked) => {
          const found = Reflect.get(of, asked, of);
          if (typeof found !== 'function') return found;
          return async (...given: unknown[]) => {
            if (isDead) return { write: true, due: [] }[asked as string];
            const answer = await found.apply(of, given);
            isDead ||= asked === name;
            return answer;
          };
        },
      });
  return { rows: until('never'), flights: until('write') };
};

describe('Mails that are due', () => {
  const mongo = mongoForThisFile();
  const { anInstance, start } = mailHouse(mongo);
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  const aMailServer = async (): Promise<MailServer> => {
    const server = new MailServer();
    await server.start();
    closers.push(() => server.stop());
    return server;
  };
  const rowsOf = ({ ledger }: Instance) => ledger.deliveries.find({ channel: 'mail' } as never).lean<MailDelivery[]>();
  /** As if that time had passed for every row. */
  const passTime = async ({ ledger, database }: Instance, ms: number) => {
    const earlier = (field: string) => ({ $dateSubtract: { startDate: field, unit: 'millisecond', amount: ms } });
    await ledger.deliveries.updateMany(
      { state: 'pending' } as never,
      [{ $set: { dueAt: earlier('$dueAt') } }] as never,
      { updatePipeline: true },
    );
    await database.connection.collection('mail_flights').updateMany({}, [{ $set: { until: earlier('$until') } }]);
  };
  const untilAll = (instance: Instance, state: string) =>
    eventually(async () => {
      const rows = await rowsOf(instance);
      expect(rows.filter((row) => row.state !== state)).toEqual([]);
      return rows;
    }, 60_000);

  it('reach each address once although three instances send them (F07)', async () => {
    const server = await aMailServer();
    const name = aDatabaseName();
    const instances = await Promise.all([1, 2, 3].map(() => anInstance(server.url, name)));
    const emails = await dueMails(instances[0] as Instance, 300);
    start(...instances);
    await untilAll(instances[0] as Instance, 'sent');
    expect(server.received.map(({ to }) => to).sort()).toEqual([...emails].sort());
  });

  it('reach each address once although the server hangs up again and again, and is away for a while (F01, F02)', async () => {
    const server = await aMailServer();
    const instance = await anInstance(server.url);
    const emails = await dueMails(instance, 200);
    start(instance);
    // Away in the middle, several times: what it had taken it had said so.
    for (const share of [40, 80, 120, 160]) {
      await eventually(() => expect(server.received.length).toBeGreaterThanOrEqual(share), 30_000);
      await server.stop();
      await server.start();
      await passTime(instance, 60_000);
    }
    await eventually(async () => {
      await passTime(instance, 60_000);
      expect((await rowsOf(instance)).filter(({ state }) => state !== 'sent')).toEqual([]);
    }, 30_000);
    const byReader = Map.groupBy(server.received, ({ to }) => to);
    expect([...byReader.keys()].sort()).toEqual([...emails].sort());
    const doubted = new Set((await rowsOf(instance)).filter(({ inDoubt }) => inDoubt).map(({ person }) => person));
    // A stop may cut a mail that was taken and not yet confirmed: at most one a connection, and said to be in doubt.
    for (const [to, mails] of byReader) if (mails.length > 1) expect(doubted).toContain(personOf(to));
  }, 120_000);

  it('that are taken without a word are in doubt: sent again seldom, the same bytes, and not for ever (F03)', async () => {
    const server = new RudeServer();
    const instance = await anInstance(await server.listen());
    closers.push(() => server.close());
    await dueMails(instance, 1);
    start(instance);
    await eventually(() => expect(server.taken).toHaveLength(1));
    const [doubted] = await eventually(async () => {
      const rows = await rowsOf(instance);
      expect(rows).toMatchObject([{ state: 'pending', inDoubt: true, doubts: 1 }]);
      return rows;
    });
    expect(doubted?.attempts).toBe(1);
    const given = await eventually(async () => {
      await passTime(instance, 6 * 3_600_000);
      const [row] = await rowsOf(instance);
      expect(row?.state).toBe('failed');
      return row;
    }, 30_000);
    expect(given).toMatchObject({ inDoubt: true, lastReason: expect.any(String) });
    expect(server.taken.length).toBeLessThanOrEqual(5);
    expect(new Set(server.taken).size).toBe(1);
    expect(server.taken[0]).toMatch(/^Message-ID: <[\w-]+@localhost>\r$/m);
  }, 120_000);

  it('are sent seldom by a process that dies twenty times after each, and say so (F04, F19)', async () => {
    const server = await aMailServer();
    const name = aDatabaseName();
    const looking = await anInstance(server.url, name);
    const [email = ''] = await dueMails(looking, 1);
    for (let minute = 0; minute < 20; minute += 1) {
      const dying = await anInstance(server.url, name, dyingOnceItLeft());
      start(dying);
      await eventually(async () => {
        const [row] = await rowsOf(looking);
        // Reserved, and about to leave, or put off.
        expect(row?.dueAt.getTime()).toBeGreaterThan(Date.now());
        if (row?.claim) expect(server.to(email).length).toBeGreaterThan(row.doubts ?? 0);
      });
      await dying.sender.beforeApplicationShutdown();
      await passTime(looking, 60_000);
    }
    // At once, when it was in doubt; five minutes later; then not within the hour.
    expect(server.to(email)).toHaveLength(3);
    expect(new Set(server.to(email).map((mail) => header(mail, 'Message-ID'))).size).toBe(1);
    expect(new Set(server.to(email).map(({ raw }) => raw)).size).toBe(1);
    expect(await rowsOf(looking)).toMatchObject([{ state: 'pending', inDoubt: true, doubts: 3 }]);
  }, 120_000);

  it('that an older build had in the air are in doubt once its claim is over, and sent again (before flight logs)', async () => {
    const server = await aMailServer();
    const instance = await anInstance(server.url);
    const [lapsed = '', alive = ''] = await dueMails(instance, 2);
    for (const [email, ms] of [
      [lapsed, -1_000],
      [alive, 60_000],
    ] as const) {
      const left = { state: 'sending', claim: newId(), dueAt: new Date(Date.now() + ms) };
      await instance.ledger.deliveries.updateOne({ person: personOf(email) } as never, { $set: left } as never);
    }
    start(instance);
    await eventually(async () =>
      expect(await instance.ledger.deliveries.findOne({ person: personOf(lapsed) } as never).lean()).toMatchObject({
        state: 'sent',
        inDoubt: true,
        doubts: 1,
        attempts: 2,
      }),
    );
    // Whoever has that one may be sending it at this moment.
    expect(server.received.map(({ to }) => to)).toEqual([lapsed]);
  });

  it('that a process had reserved when it died are sent by another, once, and none of them is in doubt', async () => {
    const server = await aMailServer();
    const name = aDatabaseName();
    const [dying, other] = await Promise.all([1, 2].map(() => anInstance(server.url, name)));
    const emails = await dueMails(other as Instance, 120);
    server.thinksMs = 50;
    start(dying as Instance);
    await eventually(() => expect(server.received.length).toBeGreaterThanOrEqual(20));
    // As far as the other knows: it still sends, and is not heard of.
    await passTime(other as Instance, 60_000);
    start(other as Instance);
    await untilAll(other as Instance, 'sent');
    const rows = await rowsOf(other as Instance);
    expect(rows.filter(({ inDoubt }) => inDoubt).length).toBeLessThanOrEqual(workers);
    const byReader = Map.groupBy(server.received, ({ to }) => to);
    expect([...byReader.keys()].sort()).toEqual([...emails].sort());
    const doubted = new Set(rows.filter(({ inDoubt }) => inDoubt).map(({ person }) => person));
    for (const [to, mails] of byReader) if (mails.length > 1) expect(doubted).toContain(personOf(to));
  }, 60_000);

  it('wait while an operator has paused mail, go on when it is resumed, and are given up when it is stopped', async () => {
    const server = await aMailServer();
    const instance = await anInstance(server.url);
    const emails = await dueMails(instance, 120);
    const turn = (state: 'open' | 'paused' | 'stopped') =>
      instance.taps.turn({ _id: 'mail', state, reason: 'À vérifier.', by: 'person:p1', at: new Date() });
    server.thinksMs = 50;
    start(instance);
    await eventually(() => expect(server.received.length).toBeGreaterThanOrEqual(20));
    await turn('paused');
    const leaving = workers;
    const paused = server.received.length;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(server.received.length).toBeLessThanOrEqual(paused + leaving);
    await turn('open');
    await eventually(() => expect(server.received.length).toBeGreaterThanOrEqual(60));
    await turn('stopped');
    const said = await instance.ledger.cancelWaiting({}, await instance.flights.inHand(), new Date());
    const endings = () =>
      eventually(async () => {
        const states = (await rowsOf(instance)).map(({ state }) => state);
        const [sent, cancelled] = ['sent', 'cancelled'].map((one) => states.filter((state) => state === one).length);
        expect([sent, (sent ?? 0) + (cancelled ?? 0)]).toEqual([server.received.length, emails.length]);
        return cancelled ?? 0;
      });
    const cancelled = await endings();
    // Those that were being handed over have left, and say so.
    expect(said - cancelled).toBeLessThanOrEqual(leaving);
    await turn('open');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await endings()).toBe(cancelled);
  }, 60_000);

  it('are not sent any more to whoever left while others were being sent theirs (F38)', async () => {
    const server = await aMailServer();
    const instance = await anInstance(server.url);
    const emails = await dueMails(instance, 150);
    server.thinksMs = 100;
    start(instance);
    await eventually(() => expect(server.received.length).toBeGreaterThanOrEqual(20));
    const reached = new Set(server.received.map(({ to }) => to));
    const leavers = emails.filter((email) => !reached.has(email)).slice(-40);
    const leave = new Leave(instance.subscribers, instance.suppressions);
    const said = { via: 'one-click' } as const;
    await Promise.all(leavers.map((email) => leave.all(personOf(email), new Date(), said)));
    const gone = new Map(leavers.map((email) => [email, server.to(email).length]));
    await eventually(async () => {
      expect((await rowsOf(instance)).filter(({ state }) => state === 'pending' || state === 'sending')).toEqual([]);
    }, 60_000);
    // At most what each worker had in hand at the very moment.
    const late = leavers.filter((email) => server.to(email).length > (gone.get(email) ?? 0));
    expect(late.length).toBeLessThanOrEqual(workers);
    expect(leavers.filter((email) => server.to(email).length === 0).length).toBeGreaterThan(20);
    for (const email of emails.filter((one) => !leavers.includes(one))) expect(server.to(email)).toHaveLength(1);
  }, 60_000);

  it('to one person are so many a day at most: the rest waits for the next, and is not lost', async () => {
    const server = await aMailServer();
    const instance = await anInstance(server.url);
    const [email = ''] = await dueMails(instance, 1);
    const [row] = await rowsOf(instance);
    const others = Array.from({ length: mostADay + 4 }, (_, index) => ({
      ...row,
      _id: `e1|mail|other-${index}`,
      version: index + 2,
      tells: [`r1|${index + 2}|published`],
    })) as MailDelivery[];
    await instance.ledger.add(others);
    start(instance);
    await eventually(async () => {
      const rows = await rowsOf(instance);
      expect(
        rows.filter(({ state, dueAt }) => state === 'sent' || dueAt > new Date(Date.now() + 3_600_000)),
      ).toHaveLength(mostADay + 5);
    }, 30_000);
    expect(server.to(email)).toHaveLength(mostADay);
  });

  it('are not held back by notices that the same person had that day', async () => {
    const server = await aMailServer();
    const instance = await anInstance(server.url);
    const [email = ''] = await dueMails(instance, 1);
    const [row] = (await rowsOf(instance)) as [MailDelivery];
    const { tells: _, resources: __, ...about } = row;
    const notices = Array.from({ length: mostADay + 5 }, (___, index) => ({
      ...about,
      _id: `n${index}|mail|m1`,
      kind: 'notice' as const,
      state: 'sent' as const,
      doneAt: new Date(),
    }));
    await instance.ledger.add(notices);
    start(instance);
    await server.waitFor(email, 'Tenir une assemblée générale');
  });

  it('to a domain that refuses for now wait, those to others go on, and all arrive once it takes mail (F39)', async () => {
    const server = await aMailServer();
    const instance = await anInstance(server.url);
    const emails = await dueMails(instance, 60);
    const slow = emails.slice(0, 40).map((email) => email.replace('lecteurs', 'lent'));
    for (const [index, email] of slow.entries()) {
      const was = personOf(emails[index] as string);
      await instance.subscribers.people.updateOne({ _id: was } as never, { $set: { email } } as never);
    }
    server.refuse = (address) => (address.endsWith('@lent.example') ? { code: 451, words: '4.7.1 later' } : undefined);
    start(instance);
    await eventually(() => expect(server.received).toHaveLength(20));
    await eventually(async () => {
      const rows = await rowsOf(instance);
      expect(rows.filter(({ lastReason }) => /takes no mail for now/.test(lastReason ?? '')).length).toBeGreaterThan(
        15,
      );
      expect(rows.filter(({ claim }) => claim)).toEqual([]);
    });
    // Those in the air when it began, and no other.
    const asked = slow.filter((email) => server.attempts.has(email)).length;
    expect(asked).toBeLessThanOrEqual(2 * workers);
    server.refuse = () => undefined;
    await eventually(async () => {
      // Of what waits: a mail in the air whose hour was moved would be one in doubt.
      await instance.ledger.deliveries.updateMany(
        { state: 'pending', claim: { $exists: false } } as never,
        { $set: { dueAt: new Date(0) } } as never,
      );
      await instance.database.connection.collection('mail_holds').updateMany({}, { $set: { until: new Date(0) } });
      expect((await rowsOf(instance)).filter(({ state }) => state !== 'sent')).toEqual([]);
    }, 30_000);
    expect(server.received.map(({ to }) => to).sort()).toEqual([...slow, ...emails.slice(40)].sort());
  }, 60_000);

  it('wait for their turn where mail leaves at a pace, and keep it over a restart', async () => {
    const server = await aMailServer();
    const name = aDatabaseName();
    const pace = { perMinute: 30, perMinuteToDomain: null, warmUp: null };
    const seen: Seen = { rows: (rows) => rows, flights: (flights) => flights, pace };
    const first = await anInstance(server.url, name, seen);
    await dueMails(first, 50);
    start(first);
    const turns = await eventually(async () => {
      const rows = await rowsOf(first);
      expect(rows.filter(({ state, departsAt }) => state === 'sent' || departsAt)).toHaveLength(50);
      return rows.flatMap(({ departsAt }) => departsAt ?? []).map((at) => at.getTime());
    });
    expect(server.received.length).toBeLessThanOrEqual(33);
    await first.sender.beforeApplicationShutdown();
    const gaps = turns.sort((a, b) => a - b).map((at, index) => at - (turns[index - 1] ?? at - 2_000));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_900);
    const before = server.received.length;
    start(await anInstance(server.url, name, seen));
    await passTime(first, 20_000);
    await eventually(() => expect(server.received.length).toBeGreaterThanOrEqual(before + 9), 30_000);
    expect(server.received.length).toBeLessThanOrEqual(before + 25);
    expect(new Set(server.received.map(({ to }) => to)).size).toBe(server.received.length);
  }, 60_000);

  it('and cannot be written are given up, and shown with the reason; the others go (F18)', async () => {
    const server = await aMailServer();
    const instance = await anInstance(server.url);
    const [first = '', second = ''] = await dueMails(instance, 2);
    await instance.ledger.keepCause({
      _id: mailCauseId('broken'),
      type: 'resource.published',
      occurredAt: '',
      data: '{"title": 7}',
    });
    await instance.ledger.deliveries.updateOne(
      { person: personOf(first) } as never,
      { $set: { cause: 'broken' } } as never,
    );
    start(instance);
    await server.waitFor(second, 'Tenir une assemblée générale');
    await eventually(async () => {
      const rows = await rowsOf(instance);
      expect(rows.find(({ person }) => person === personOf(first))).toMatchObject({
        state: 'failed',
        lastReason: expect.stringContaining('invalid_type'),
      });
    });
    expect(server.to(first)).toEqual([]);
  });
});
