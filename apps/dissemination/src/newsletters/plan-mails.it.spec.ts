import { describe, expect, it } from '@jest/globals';
import { type AnnouncedResource, type ResourceFilter, resourcePublished } from '#contracts';
import { aResource } from '../../../../libs/contracts/test/builders.ts';
import { mongoForThisFile } from '../../../../test/support/engines.ts';
import { atOnce } from '../../../../test/support/eventually.ts';
import { type Instance, mailHouse } from '../../test/mail-house.ts';
import { personOf } from '../ledger/ledger.ts';
import { PublicOrigin } from '../public-origin.ts';
import type { MailDelivery } from './mail-delivery.ts';
import { PlanMails } from './plan-mails.ts';

const nowhere = 'smtp://127.0.0.1:9';

describe('A publication', () => {
  const { anInstance } = mailHouse(mongoForThisFile());
  const planOf = ({ ledger, subscriptions, queue }: Instance) =>
    new PlanMails(ledger, subscriptions, queue, new PublicOrigin('http://localhost:3000'));
  const event = (id: string, resource: AnnouncedResource) => ({
    id,
    type: resourcePublished.type,
    subject: resource.id,
    aggregateVersion: 1,
    occurredAt: new Date().toISOString(),
    data: { resource, previous: null },
  });
  const reads = ({ subscriptions }: Instance, email: string, filter: ResourceFilter, n = 1) => {
    const now = new Date(Date.now() - 120_000);
    const who = { email, person: personOf(email), wish: `${email} ${n}`, filter, consent: [] };
    const when = { createdAt: now, askedAt: now, confirmedAt: now };
    return subscriptions.add({ _id: `${email} ${n}`, frequency: 'immediate', status: 'confirmed', ...who, ...when });
  };
  const mailsOf = ({ ledger }: Instance) => ledger.deliveries.find({ channel: 'mail' } as never).lean<MailDelivery[]>();

  it('that is heard fifty times at once is one mail to each person, whatever they subscribed to (F05, F15)', async () => {
    const instance = await anInstance(nowhere);
    await reads(instance, 'ana@lecteurs.example', {}, 1);
    await reads(instance, 'ana@lecteurs.example', { theme: ['gouvernance'] }, 2);
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
    await reads(instance, 'broken@lecteurs.example', { theme: 7 } as never);
    await reads(instance, 'broken@lecteurs.example', {}, 2);
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
});
