import { describe, expect, it } from 'vitest';
import { type AnnouncedResource, resourcePublished, resourceRevised, resourceWithdrawn } from '#contracts';
import { Leases } from '#persistence';
import { aResource } from '../../../../../libs/contracts/test/builders.ts';
import { aDatabaseName, mongoForThisFile } from '../../../../../test/support/engines.ts';
import { atOnce } from '../../../../../test/support/eventually.ts';
import { MailServer } from '../../../../../test/support/mail-server.ts';
import { aSubscriber, type Instance, kept, mailHouse } from '../../../test/mail-house.ts';
import { CatalogueRepository } from '../../catalogue/catalogue.repository.ts';
import type { MailDelivery } from '../mail-delivery.ts';
import type { Subscription } from '../subscribers/subscriber.ts';
import { GatherNews } from './gather-news.ts';
import { MakeDigests } from './make-digests.ts';
import { type ToldEvent, tellingOf } from './telling.ts';

const nowhere = 'smtp://127.0.0.1:9';
/** A Tuesday: 9 h in Paris. */
const tuesday = new Date('2026-11-24T08:00:00Z');
const hours = (count: number, from = tuesday): Date => new Date(from.getTime() + count * 3_600_000);

describe('Digests that are due', () => {
  const mongo = mongoForThisFile();
  const { anInstance, start } = mailHouse(mongo);

  /** An instance of the service, with a planner of digests. */
  const aHouse = async (name = aDatabaseName(), smtpUrl = nowhere) => {
    let catalogue: CatalogueRepository | undefined;
    const instance = await anInstance(smtpUrl, name, undefined, (database) => {
      catalogue = new CatalogueRepository(database);
    });
    const gather = new GatherNews(instance.tellings, catalogue as CatalogueRepository);
    const { subscribers, ledger, database, wake } = instance;
    return {
      ...instance,
      make: new MakeDigests(subscribers, ledger, gather, new Leases(database), database, kept, wake),
    };
  };
  const daily = (given: Partial<Subscription> = {}): Partial<Subscription> => ({
    frequency: 'daily',
    nextAt: tuesday,
    toldUntil: hours(-24),
    ...given,
  });
  let told = 0;
  const tell = async (
    { tellings }: Instance,
    resource: AnnouncedResource,
    heardAt: Date,
    type: ToldEvent['type'] = resourcePublished.type,
  ) => {
    told += 1;
    const data = { resource, previous: null, reason: null };
    const event = { id: `e${told}`, type, subject: resource.id, aggregateVersion: told, data };
    await tellings.keep(tellingOf({ ...event, occurredAt: heardAt.toISOString() } as ToldEvent, heardAt));
  };
  const mailsOf = ({ ledger }: Instance) =>
    ledger.deliveries
      .find({ channel: 'mail' } as never)
      .sort({ createdAt: 1 })
      .lean<MailDelivery[]>();

  it('are one, whether the tick is missed, doubled, or comes twenty times from several instances (F04, F05, F07)', async () => {
    const name = aDatabaseName();
    const houses = [await aHouse(name), await aHouse(name), await aHouse(name)];
    const [house = await aHouse()] = houses;
    await house.subscribers.add(aSubscriber('ana@lecteurs.example', daily()));
    await Promise.all(Array.from({ length: 50 }, (_, n) => tell(house, aResource({ id: `r${n}` }), hours(-1))));
    await atOnce(20, (n) => (houses[n % 3] as typeof house).make.tick(hours(1 / 60)));
    expect(await mailsOf(house)).toMatchObject([{ kind: 'digest', state: 'pending', resources: { length: 50 } }]);
    // The next day nothing is new; three days later, two slots passed unseen: one digest of all.
    await house.make.tick(hours(24));
    for (const n of [30, 50]) await tell(house, aResource({ id: `later${n}` }), hours(n));
    await house.make.tick(hours(72));
    await house.make.tick(hours(72));
    expect((await mailsOf(house)).map(({ resources }) => resources?.length)).toEqual([50, 2]);
  });

  it('are made again from where a planner died, and no two digests come of it', async () => {
    const house = await aHouse();
    const emails = Array.from({ length: 6 }, (_, n) => `lectrice-${n}@lecteurs.example`);
    for (const email of emails) await house.subscribers.add(aSubscriber(email, daily()));
    await tell(house, aResource(), hours(-1));
    let writes = 0;
    const dying = Object.create(house.subscribers, {
      savePlan: {
        value: (...given: Parameters<typeof house.subscribers.savePlan>) => {
          writes += 1;
          // The digest of the fourth is in the ledger, and whoever wrote it is no more.
          if (writes === 4) throw new Error('killed');
          return house.subscribers.savePlan(...given);
        },
      },
    });
    const { ledger, database, wake, tellings } = house;
    const catalogue = { closing: async () => [], findAll: async () => [] } as unknown as CatalogueRepository;
    const gather = new GatherNews(tellings, catalogue);
    await new MakeDigests(dying, ledger, gather, new Leases(database), database, kept, wake).tick(hours(1));
    expect(await mailsOf(house)).toHaveLength(4);
    await tell(house, aResource({ id: 'meanwhile' }), hours(1.5));
    await house.make.tick(hours(2));
    const mails = await mailsOf(house);
    expect(mails.map(({ person }) => person).length).toBe(new Set(mails.map(({ person }) => person)).size);
    expect(mails).toHaveLength(6);
    // The fourth hears the next day of what came after its digest.
    await house.make.tick(hours(25));
    const resources = (await mailsOf(house)).slice(6).map((mail) => mail.resources);
    expect(resources.every((of) => of?.join() === 'meanwhile')).toBe(true);
    expect(resources.length).toBeGreaterThanOrEqual(4);
  });

  it('tell one person one version once, over all their subscriptions, and corrections to those who had it', async () => {
    const house = await aHouse();
    const weekly = {
      frequency: 'weekly',
      nextAt: tuesday,
      toldUntil: hours(-24),
      at: { day: 2, hour: 9, timeZone: 'Europe/Paris' },
    };
    await house.subscribers.add(
      aSubscriber(
        'ana@lecteurs.example',
        daily(),
        { ...weekly, frequency: 'weekly' },
        daily({ filter: { theme: ['emploi'] } }),
      ),
    );
    await tell(house, aResource({ id: 'a' }), hours(-1));
    await house.make.tick(tuesday);
    expect((await mailsOf(house)).map(({ tells }) => tells)).toEqual([['a|1|published']]);
    // It leaves every filter, and is told all the same.
    const moved = { id: 'a', version: 2, family: 'observation' as const };
    await house.subscribers.change(
      () => house.subscribers.findBySubscription('ana@lecteurs.example 1'),
      (person) => ({
        ...person,
        subscriptions: person.subscriptions.map((one) => ({ ...one, filter: { family: ['documentary'] } })),
      }),
    );
    await tell(house, aResource(moved), hours(2), resourceRevised.type);
    await tell(house, aResource({ ...moved, status: 'withdrawn' }), hours(3), resourceWithdrawn.type);
    await house.make.tick(hours(24));
    const [, second, ...rest] = await mailsOf(house);
    expect(rest).toEqual([]);
    expect(second?.tells).toEqual(['a|2|revised', expect.stringMatching(/^a\|2\|withdrawn/)]);
  });

  it('come once on the days when the clock changes, in the zone of their reader', async () => {
    const house = await aHouse();
    const spring = new Date('2026-03-29T01:00:00Z');
    const at = { day: 1, hour: 2, timeZone: 'Europe/Paris' };
    await house.subscribers.add(
      aSubscriber('ana@lecteurs.example', daily({ at, nextAt: spring, toldUntil: hours(-24, spring) })),
    );
    for (let hour = -2; hour < 50; hour += 0.5) {
      if (hour % 8 === 0) await tell(house, aResource({ id: `s${hour}` }), hours(hour, spring));
      await house.make.tick(hours(hour, spring));
    }
    expect((await mailsOf(house)).map(({ cause }) => cause.slice(-10))).toEqual([
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
    ]);
    const person = await house.subscribers.findBySubscription('ana@lecteurs.example 1');
    const autumn = new Date('2026-10-25T00:00:00Z');
    await house.subscribers.savePlan(person as never, [
      { ...(person?.subscriptions[0] as Subscription), nextAt: autumn, toldUntil: hours(-24, autumn) },
    ]);
    for (let hour = -2; hour < 20; hour += 0.5) {
      if (hour % 1 === 0) await tell(house, aResource({ id: `a${hour}` }), hours(hour, autumn));
      await house.make.tick(hours(hour, autumn));
    }
    expect((await mailsOf(house)).slice(3).map(({ cause }) => cause.slice(-10))).toEqual(['2026-10-25']);
  }, 60_000);

  it('leave at once, although they are made for a moment to come', async () => {
    const house = await aHouse();
    const tomorrow = new Date(Date.now() + 24 * 3_600_000);
    await house.subscribers.add(aSubscriber('ana@lecteurs.example', daily({ nextAt: tomorrow })));
    await tell(house, aResource(), new Date());
    await house.make.tick(tomorrow);
    const [mail] = await mailsOf(house);
    expect(mail?.dueAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('say what they tell by family and theme, in both parts, and how to leave', async () => {
    const server = new MailServer();
    await server.start();
    const house = await aHouse(undefined, server.url);
    const filter = { territory: ['DEP-59'], elsewhere: ['inspiration'] };
    await house.subscribers.add(aSubscriber('ana@lecteurs.example', daily({ filter })));
    await tell(
      house,
      aResource({ id: 'a', title: 'Tenir une assemblée', expiresAt: '2026-11-28T12:00:00Z' }),
      hours(-3),
    );
    await tell(
      house,
      aResource({ id: 'b', title: 'Aide aux projets', family: 'legal-watch', themes: ['financement'] }),
      hours(-2),
    );
    const scope = { include: ['DEP-33'], exclude: [] };
    const fieldTest = {
      verdict: 'inspiration' as const,
      testedIn: ['DEP-33'],
      sentence: 'Testée uniquement sur ce terrain : Gironde.',
    };
    await tell(house, aResource({ id: 'c', title: 'Un bus', scope, fieldTest }), hours(-1));
    await house.make.tick(tuesday);
    start(house);
    const mail = await server.waitFor('ana@lecteurs.example', 'Ailleurs, pour s’inspirer');
    await server.stop();
    expect(mail.subject).toBe('Tenir une assemblée, et 2 autres ressources');
    expect(mail.text).toMatch(/^3 ressources, 24 novembre 2026/);
    for (const part of [mail.text, mail.html]) {
      const words = [
        'Tenir une assemblée',
        'Aide aux projets',
        'Ailleurs, pour s’inspirer',
        'Un bus',
        'Gironde',
        '/newsletters/unsubscribe/',
      ];
      for (const said of words) expect(part.replaceAll('\u00a0', ' ')).toContain(said);
      expect(part.replaceAll('\u00a0', ' ')).toContain('le 28 novembre 2026');
    }
    // No picture, no link that leads elsewhere first.
    expect(mail.html).not.toMatch(/<img|https?:\/\/(?!localhost|www\.w3\.org)/);
  });
});
