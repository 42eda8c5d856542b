import { describe, expect, it } from '@jest/globals';
import { Receiver } from '../../deploy/demonstration/receiver.ts';
import { done } from '../support/client.ts';
import { published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';

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
});
