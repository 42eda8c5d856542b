import { afterEach } from 'vitest';
import { demonstrationPolicy, OutboundHttp, type OutboundOptions, type OutboundPolicy } from '#outbound-http';
import { type Listening, listening } from './listening.ts';

export const get = (url: string) => ({ method: 'GET', url, headers: {} }) as const;
export const post = (url: string, body = '{}') =>
  ({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body }) as const;

/** Names that a test resolves to this machine are reached in the clear, too. */
const inTheClear: OutboundPolicy = { ...demonstrationPolicy, allowHttp: true };

/** Servers and clients that end with the test that started them. */
export const harness = () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return {
    atEnd: (end: () => Promise<unknown>) => void ends.push(end),
    aServer: async (...args: Parameters<typeof listening>): Promise<Listening> => {
      const server = await listening(...args);
      ends.push(() => server.stop());
      return server;
    },
    aClient: (options: OutboundOptions = {}, policy = inTheClear): OutboundHttp => {
      const client = new OutboundHttp(policy, options);
      ends.push(() => client.close());
      return client;
    },
  };
};
