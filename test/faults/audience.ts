import { randomUUID } from 'node:crypto';
import { until } from '../../deploy/demonstration/api.ts';
import { patienceMs, persistUntilDone } from './careful-client.ts';
import type { MailReceivers, WebhookReceivers } from './receivers.ts';

/** Those who hear of what concerns one territory. */
export interface Audience {
  readonly territory: string;
  /** Paths of the receivers of webhooks. */
  readonly receivers: readonly string[];
  /** Addresses. */
  readonly readers: readonly string[];
}

/** Where the audience signs up, and where it receives. */
export interface SignUp {
  readonly origin: string;
  /** Keys of networks, which the endpoints are shared out to. */
  readonly keys: readonly string[];
  readonly webhooks: WebhookReceivers;
  readonly mails: MailReceivers;
}

/** Registers so many endpoints, which answer their ping, and as many subscribers, who confirm by the link of their mail. */
export const gatherAudience = async (signUp: SignUp, territory: string, size: number): Promise<Audience> => {
  const numbers = Array.from({ length: size }, (_, index) => index + 1);
  const receivers = numbers.map((number) => `${territory.toLowerCase()}-${number}`);
  const readers = receivers.map((name) => `lectrice-${name}@faults.example`);
  await inParallel(receivers, (receiver, index) => register(signUp, receiver, territory, index));
  await inParallel(readers, (reader) => subscribe(signUp, reader, territory));
  return { territory, receivers, readers };
};

const register = async ({ origin, keys, webhooks }: SignUp, receiver: string, territory: string, index: number) => {
  const url = `${origin}/api/v1/webhook-endpoints`;
  const key = keys[index % keys.length] ?? '';
  const body = { url: webhooks.urlOf(receiver), events: ['resource.published'], filter: { territory: [territory] } };
  const endpoint = await persistUntilDone('POST', url, { key, body, idempotencyKey: randomUUID() });
  webhooks.trust(receiver, endpoint.secret);
  const isActive = async () => (await persistUntilDone('GET', `${url}/${endpoint.id}`, { key })).status === 'active';
  await until(`the ping of ${receiver}`, isActive, patienceMs, 100);
};

const subscribe = async ({ origin, mails }: SignUp, email: string, territory: string): Promise<void> => {
  const body = { email, frequency: 'immediate', filter: { territory: [territory] } };
  await persistUntilDone('POST', `${origin}/api/v1/subscriptions`, { body });
  const findLink = async () => {
    const mail = mails.log.find(({ recipient, text }) => recipient === email && text.includes('/newsletters/confirm/'));
    return /http\S+\/newsletters\/confirm\/\S+/.exec(mail?.text ?? '')?.[0];
  };
  const link = await until(`a link for ${email}`, findLink, patienceMs, 100);
  await persistUntilDone('POST', link);
};

const atOnce = 10;

const inParallel = async <Item>(items: readonly Item[], work: (item: Item, index: number) => Promise<void>) => {
  const waiting = [...items.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
