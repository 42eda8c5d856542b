import { describe, expect, it } from 'vitest';
import {
  type AnnouncedResource,
  type ResourceFilter,
  resourceConfirmed,
  resourceFlagged,
  resourcePublished,
  resourceRevised,
} from '#contracts';
import { aResource } from '../../../../libs/contracts/test/builders.ts';
import { mongoForThisFile } from '../../../../test/support/engines.ts';
import { atOnce } from '../../../../test/support/eventually.ts';
import { aSubscriber, type Instance, mailHouse } from '../../test/mail-house.ts';
import { personOf } from '../ledger/ledger.ts';
import { PublicOrigin } from '../public-origin.ts';
import type { MailDelivery } from './mail-delivery.ts';
import { PlanMails } from './plan-mails.ts';
import type { TakeNameOff } from './take-name-off.ts';

/** `issues.it.spec.ts` has names taken off. */
const notOfThis = {} as TakeNameOff;
const nowhere = 'smtp://127.0.0.1:9';

describe('A publication', () => {
  const { anInstance } = mailHouse(mongoForThisFile());
  const planOf = ({ ledger, tellings, subscribers, queue }: Instance) =>
    new PlanMails(ledger, tellings, subscribers, queue, new PublicOrigin('http://localhost:3000'), notOfThis, 3);
  const event = (id: string, resource: AnnouncedResource) => ({
    id,
    type: resourcePublished.type,
    subject: resource.id,
    aggregateVersion: 1,
    occurredAt: new Date().toISOString(),
    data: { resource, previous: null },
  });
  const reads = ({ subscribers }: Instance, email: string, ...filters: readonly ResourceFilter[]) =>
    subscribers.add(aSubscriber(email, ...filters.map((filter) => ({ filter }))));
  const mailsOf = ({ ledger }: Instance) => ledger.deliveries.find({ channel: 'mail' } as never).lean<MailDelivery[]>();

  it('that is heard fifty times at once is one mail to each person, whatever they subscribed to (F05, F15)', async () => {
    const instance = await anInstance(nowhere);
    await reads(instance, 'ana@lecteurs.example', {}, { theme: ['gouvernance'] });
    await reads(instance, 'bob@lecteurs.example', {});
    const plan = planOf(instance);
    const endings = await atOnce(50, () => plan.whenAnnounced(event('e1', aResource())));
    expect(endings.filter(({ status }) => status === 'rejected')).toEqual([]);
    // And told once more under another id, as after a database that was brought back.
    await plan.whenAnnounced(event('e2', aResource()));
    const mails = await mailsOf(instance);
    expect(mails.map(({ person }) => person).sort()).toEqual(
      ['ana@lecteurs.example', 'bob@lecteurs.example'].map(personOf).sort(),
    );
  });

  it('reaches the others when one filter cannot be read, and the ledger says whose (F16)', async () => {
    const instance = await anInstance(nowhere);
    await reads(instance, 'broken@lecteurs.example', { theme: 7 } as never, {});
    await reads(instance, 'fine@lecteurs.example', {});
    await planOf(instance).whenAnnounced(event('e1', aResource()));
    const byReader = new Map((await mailsOf(instance)).map((mail) => [mail.recipient, mail]));
    expect(byReader.get('fine@lecteurs.example 1')).toMatchObject({ state: 'pending' });
    expect(byReader.get('broken@lecteurs.example 2')).toMatchObject({ state: 'pending' });
    expect(byReader.get('broken@lecteurs.example 1')).toMatchObject({
      state: 'failed',
      lastReason: 'unreadable filter',
    });
  });

  it('that is one of many within ten minutes is gathered with them into one mail; an earlier reader hears of corrections', async () => {
    const instance = await anInstance(nowhere);
    await reads(instance, 'ana@lecteurs.example', { theme: ['gouvernance'] });
    const plan = planOf(instance);
    for (let n = 1; n <= 9; n += 1) await plan.whenAnnounced(event(`e${n}`, aResource({ id: `r${n}` })));
    // Twice, and under another id: nothing more of it.
    await plan.whenAnnounced(event('e9', aResource({ id: 'r9' })));
    await plan.whenAnnounced(event('e10', aResource({ id: 'r9' })));
    const mails = await mailsOf(instance);
    const gathered = mails.filter(({ kind }) => kind === 'digest');
    expect(mails.map(({ kind }) => kind).sort()).toEqual(['digest', 'published', 'published', 'published']);
    expect(gathered[0]?.resources).toEqual(['r4', 'r5', 'r6', 'r7', 'r8', 'r9']);
    const wait = (gathered[0]?.dueAt.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(600_000);
    // It is leaving already: what comes now is of the next.
    await instance.ledger.deliveries.updateOne({ kind: 'digest' } as never, { $set: { claim: 'somebody’s' } } as never);
    const moved = aResource({ id: 'r1', version: 2, themes: ['emploi'] });
    const revised = { ...event('e11', moved), type: resourceRevised.type };
    await plan.whenAnnounced(revised as never);
    await plan.whenAnnounced({ ...event('e12', aResource({ id: 'r20', themes: ['emploi'] })) });
    const [later] = (await mailsOf(instance)).filter(({ kind, claim }) => kind === 'digest' && !claim);
    expect(later?.tells).toEqual(['r1|2|revised']);
  });

  it('is an event of its own each time: the flag of a version, its confirmation, and its second flag', async () => {
    const instance = await anInstance(nowhere);
    await reads(instance, 'ana@lecteurs.example', {});
    const plan = planOf(instance);
    const told = (id: string, type: string, aggregateVersion: number, status: AnnouncedResource['status']) =>
      plan.whenAnnounced({ ...event(id, aResource({ status })), type, aggregateVersion } as never);
    await told('e1', resourcePublished.type, 1, 'published');
    await told('e2', resourceFlagged.type, 2, 'flagged');
    await told('e3', resourceConfirmed.type, 3, 'published');
    await told('e4', resourceFlagged.type, 4, 'flagged');
    await told('e4', resourceFlagged.type, 4, 'flagged');
    expect((await mailsOf(instance)).flatMap(({ tells }) => tells ?? []).sort()).toEqual([
      'r1|1|confirmed|3',
      'r1|1|flagged|2',
      'r1|1|flagged|4',
      'r1|1|published',
    ]);
  });
});
