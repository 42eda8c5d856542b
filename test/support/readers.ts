import { randomUUID } from 'node:crypto';
import Parser from 'rss-parser';
import { Receiver } from '../../deploy/demonstration/receiver.ts';
import { type Answer, done } from './client.ts';
import { eventually } from './eventually.ts';
import { linkTo } from './mail-server.ts';
import type { Product } from './product.ts';

type Filter = Readonly<Record<string, readonly string[]>>;

/** An address that nobody had before. */
export const anAddress = (name = 'lectrice'): string => `${name}-${randomUUID().slice(0, 8)}@lecteurs.example`;

/** Asks for mail and gives the confirmation link that came. */
export const asked = async ({ anyone, mails }: Product, email: string, filter: Filter = {}): Promise<string> => {
  await done(anyone.post('subscriptions', { email, frequency: 'immediate', filter }));
  return linkTo(await mails.waitFor(email, '/newsletters/confirm/'), 'confirm');
};

/** Somebody who receives by mail what matches: their address. */
export const subscribed = async (product: Product, filter: Filter, email = anAddress()): Promise<string> => {
  await done(product.anyone.post(await asked(product, email, filter)));
  return email;
};

/** The same for somebody who receives already: they are sent the link to their preferences, and confirm there. */
export const alsoSubscribed = async (product: Product, filter: Filter, email: string): Promise<void> => {
  const { anyone, mails } = product;
  await done(anyone.post('subscriptions', { email, frequency: 'immediate', filter }));
  const link = linkTo(await mails.waitFor(email, '/newsletters/preferences/'), 'preferences');
  const { text } = await anyone.get(link);
  const [, id = ''] = /name="id" value="([^"]+)"><button name="action" value="confirm"/.exec(text) ?? [];
  const { status } = await anyone.send('POST', link, { 'content-type': form }, `action=confirm&id=${id}`);
  if (status !== 303) throw new Error(`confirming answered ${status}`);
};

const form = 'application/x-www-form-urlencoded';

export interface Listening {
  readonly receiver: Receiver;
  readonly id: string;
}

/** A tool of the receiving network that has answered its ping, and gets what matches. */
export const listening = async (product: Product, wanted: Record<string, unknown>): Promise<Listening> => {
  const { as, keys } = product;
  const receiver = new Receiver();
  const url = await receiver.listen();
  product.closesWithUs(() => receiver.close());
  const { id, secret } = await done(as(keys.subscriber).post('webhook-endpoints', { url, ...wanted }));
  receiver.trust(secret);
  await eventually(async () => {
    const { status } = await done(as(keys.subscriber).get(`webhook-endpoints/${id}`));
    if (status !== 'active') throw new Error(`the endpoint is ${status}`);
  });
  return { receiver, id };
};

export type ParsedItem = Parser.Item & { readonly id?: string; readonly author?: string };

/** The item of a feed with that id, as a reader that we did not write sees it. */
export const itemIn = async ({ anyone }: Product, feed: string, id: string): Promise<ParsedItem> =>
  eventually(async () => {
    const { text } = await anyone.get(feed);
    const { items } = await new Parser().parseString(text);
    const found = (items as ParsedItem[]).find((item) => (item.guid ?? item.id) === id);
    if (!found) throw new Error(`${feed} has no ${id}`);
    return found;
  });

/** The same in a JSON Feed, which needs no parser. */
export const jsonItemIn = async ({ anyone }: Product, feed: string, id: string): Promise<Answer['body']> =>
  eventually(async () => {
    const found = (await done(anyone.get(feed))).items.find((item: { id: string }) => item.id === id);
    if (!found) throw new Error(`${feed} has no ${id}`);
    return found;
  });
