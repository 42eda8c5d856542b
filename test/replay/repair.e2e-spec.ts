import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { describe, expect, it } from 'vitest';
import { Receiver } from '../../deploy/demonstration/receiver.ts';
import { done } from '../support/client.ts';
import { published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';

const streamsComeBackWithinMs = 45_000;

describe('Repairing', () => {
  const product = productForThisFile();
  const operator = () => product.as(product.keys.operator);
  const catalogue = async () => (await done(product.anyone.get('resources?limit=100'))).items;
  const feed = async () => (await done(product.anyone.get('/feeds/resources.json'))).items;

  /** A mail subscriber and a webhook endpoint: what they get is all that ever leaves. */
  const audience = async () => {
    const receiver = new Receiver();
    const url = await receiver.listen();
    const { secret } = await done(product.as(product.keys.subscriber).post('webhook-endpoints', { url }));
    receiver.trust(secret);
    await receiver.waitFor('ping');
    await done(product.anyone.post('subscriptions', { email: 'lecteur@demo.example', frequency: 'immediate' }));
    const [link] = await eventually(() => {
      const mail = product.mails.received.find(({ text }) => text.includes('/newsletters/confirm/'));
      return /http\S+\/newsletters\/confirm\/\S+/.exec(mail?.text ?? '') ?? Promise.reject(new Error('no mail yet'));
    });
    await fetch(link, { method: 'POST' });
    const id = await published(product);
    await receiver.waitFor('resource.published', id);
    await eventually(() => expect(product.mails.received.filter(({ text }) => text.includes(id))).toHaveLength(1));
    // Each channel hears by itself: a webhook may be there before the catalogue is.
    await eventually(async () => expect((await catalogue()).map((item: { id: string }) => item.id)).toContain(id));
    const count = () => ({ webhooks: receiver.received.length, mails: product.mails.received.length });
    return { count, close: () => receiver.close() };
  };

  it('fills every dropped read model again, and sends nothing to anybody', async () => {
    const { count, close } = await audience();
    const before = { catalogue: await catalogue(), feed: await feed(), sent: count() };

    for (const service of ['submission', 'editorial', 'watch', 'dissemination']) {
      // A service that has just forgotten its keys knows ours again in a moment.
      await eventually(() => done(operator().post(`${service}/read-models/rebuild`)));
    }

    await eventually(async () => expect(await catalogue()).toEqual(before.catalogue));
    await eventually(async () => expect(await feed()).toEqual(before.feed));
    expect(count()).toEqual(before.sent);
    await close();
  });

  it('has a lost stream told again by its owners, and still sends only what is new', async () => {
    const { count, close } = await audience();
    const before = { catalogue: await catalogue(), sent: count() };
    const connection = await connect({
      servers: product.stack.nats.url.replace('nats://', ''),
      user: 'operator',
      pass: product.stack.secrets.nats.operator,
    });
    product.closesWithUs(() => connection.close());
    const manager = await jetstreamManager(connection);
    await manager.streams.delete('SUBMISSION');
    await manager.streams.delete('EDITORIAL');

    for (const service of ['submission', 'editorial']) await done(operator().post(`${service}/events/reannounce`));
    await eventually(async () => {
      const { state } = await manager.streams.info('EDITORIAL');
      expect(state.messages).toBeGreaterThanOrEqual(before.catalogue.length);
    }, streamsComeBackWithinMs);

    await eventually(() => done(operator().post('dissemination/read-models/rebuild')), streamsComeBackWithinMs);
    const ids = (items: { id: string }[]) => items.map(({ id }) => id).sort();
    await eventually(
      async () => expect(ids(await catalogue())).toEqual(ids(before.catalogue)),
      streamsComeBackWithinMs,
    );
    expect(count()).toEqual(before.sent);

    const id = await published(product, { title: 'Après la panne' });
    await eventually(
      async () => expect((await catalogue()).some((item: { id: string }) => item.id === id)).toBe(true),
      streamsComeBackWithinMs,
    );
    await eventually(() =>
      expect(count()).toEqual({ webhooks: before.sent.webhooks + 1, mails: before.sent.mails + 1 }),
    );
    await close();
  }, 180_000);
});
