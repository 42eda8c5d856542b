import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { done, until } from '../../deploy/demonstration/api.ts';
import { seedDemonstration } from '../../deploy/demonstration/seed.ts';
import { type Stack, startStack } from '../../deploy/development/stack.ts';
import { jetStreamHop } from './jetstream-hop.ts';
import { type Sample, summary } from './summary.ts';

const decisions = 40;
const warmUp = 10;

type Channel = 'rss' | 'webhook' | 'mail';

/** When each channel first showed a resource: kept by receivers that know nothing of the product's insides. */
class Sightings {
  private readonly seen = new Map<string, number>();

  note(channel: Channel, text: string): void {
    const at = performance.now();
    for (const [id] of text.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g)) {
      if (!this.seen.has(`${channel} ${id}`)) this.seen.set(`${channel} ${id}`, at);
    }
  }

  async of(channel: Channel, id: string): Promise<number> {
    return until(`${channel} of ${id}`, async () => this.seen.get(`${channel} ${id}`), 30_000, 2);
  }
}

/** Decision → RSS visible (G15), webhook received (G16), mail handed over, one decision at a time. */
export const measureLatency = async (say: (line: string) => void): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'essaim-bench-'));
  const sightings = new Sightings();
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      sightings.note('webhook', body);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const links: string[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, accepted) {
      let raw = '';
      stream.on('data', (chunk: Buffer) => {
        raw += chunk.toString('latin1');
      });
      stream.on('end', () => {
        const text = raw.replaceAll('=\r\n', '');
        links.push(...(text.match(/http:\/\/[^\s"]+\/newsletters\/confirm\/[\w.-]+/g) ?? []));
        sightings.note('mail', text);
        accepted();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
  const stack = await startStack({ dataDir, port: 0, mode: 'test', say: () => {}, smtpUrl });
  try {
    const product = await prepare(stack, dataDir);
    await subscribe(product, `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, links);
    const samples: Record<Channel, Sample[]> = { rss: [], webhook: [], mail: [] };
    for (let index = 0; index < decisions + warmUp; index += 1) {
      const { id, at } = await decide(product);
      const rss = await watchFeed(`${stack.services.dissemination.url}/feeds/resources.rss`, id);
      const taken = { rss, webhook: await sightings.of('webhook', id), mail: await sightings.of('mail', id) };
      if (index < warmUp) continue;
      for (const channel of ['rss', 'webhook', 'mail'] as const) samples[channel].push(taken[channel] - at);
    }
    const hop = summary(await jetStreamHop(stack, 200));
    say(`limit: one JetStream hop, publish to handler, p50 ${hop.p50.toFixed(2)} ms, p95 ${hop.p95.toFixed(2)} ms`);
    report('decision → RSS visible (G15)', samples.rss, hop.p95, say);
    report('decision → webhook received (G16)', samples.webhook, hop.p95, say);
    report('decision → mail handed over', samples.mail, hop.p95, say);
  } finally {
    await stack.stop();
    receiver.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
    await rm(dataDir, { recursive: true, force: true });
  }
};

const report = (name: string, samples: readonly Sample[], limit: number, say: (line: string) => void): void => {
  const { p50, p95 } = summary(samples);
  say(
    `${name.padEnd(36)} p50 ${p50.toFixed(1).padStart(6)} ms  p95 ${p95.toFixed(1).padStart(6)} ms  ${(p95 / limit).toFixed(0)}× one hop`,
  );
};

interface Prepared {
  readonly origin: string;
  readonly keys: { readonly network: string; readonly subscriber: string; readonly committee: readonly string[] };
}

const prepare = async ({ origin, services, secrets }: Stack, dataDir: string): Promise<Prepared> => {
  const urls = Object.fromEntries(Object.entries(services).map(([name, { url }]) => [name, url]));
  const context = { services: urls as never, origin, bootstrapKey: secrets.bootstrapKey, dataDir, say: () => {} };
  const { keys } = await seedDemonstration(context);
  return { origin, keys: keys as unknown as Prepared['keys'] };
};

const subscribe = async ({ origin, keys }: Prepared, url: string, links: readonly string[]): Promise<void> => {
  const endpoints = `${origin}/api/v1/webhook-endpoints`;
  const { id } = await done('POST', endpoints, { key: keys.subscriber, body: { url } });
  await until(
    'an active endpoint',
    async () => (await done('GET', `${endpoints}/${id}`, { key: keys.subscriber })).status === 'active',
  );
  await done('POST', `${origin}/api/v1/subscriptions`, {
    body: { email: 'bench@demo.example', frequency: 'immediate' },
  });
  await done('POST', await until('a confirmation link', async () => links[0]));
};

const contribution = {
  title: 'Mesurer le temps de diffusion',
  summary: 'Une ressource pour le banc d’essai.',
  family: 'documentary',
  format: 'guide',
  scale: 'territorial',
  territories: ['DEP-33'],
  support: 'transversal',
  themes: ['numerique'],
  audiences: ['salaries'],
  uses: ['save-time'],
  supportTasks: ['informer'],
  technicalNature: 'method',
  licence: 'etalab-2.0',
  language: 'fr',
  regime: 'voluntary',
  howToUse: ['Lire.'],
  links: [{ url: 'https://reseau.example/banc', title: 'Le banc' }],
  fieldTest: { verdict: 'inspiration', testedIn: ['DEP-33'] },
  submit: true,
};

const opinion = {
  version: 1,
  recommendation: 'approve',
  criteria: { clarity: 'met', accessibility: 'met', fieldTest: 'met', verification: 'not-applicable' },
};

/** @returns the resource, and when the deciding opinion was answered. */
const decide = async ({ origin, keys }: Prepared): Promise<{ id: string; at: number }> => {
  const { id } = await done('POST', `${origin}/api/v1/contributions`, { key: keys.network, body: contribution });
  const cases = `${origin}/api/v1/cases`;
  const subject = await until(
    'a case',
    async () => (await done('GET', `${cases}?contributionId=${id}`, { key: keys.committee[0] ?? '' })).items[0],
  );
  for (const key of keys.committee) {
    const { decision } = await done('POST', `${cases}/${subject.id}/opinions`, { key, body: opinion });
    if (decision) return { id, at: performance.now() };
  }
  throw new Error('not decided');
};

/** Asks as a reader with validators does: 304 until the feed has the resource. */
const watchFeed = async (url: string, id: string): Promise<number> => {
  let etag = '';
  return until(
    'the feed',
    async () => {
      const answer = await fetch(url, { headers: { 'if-none-match': etag } });
      const at = performance.now();
      if (answer.status === 304) return null;
      etag = answer.headers.get('etag') ?? '';
      return (await answer.text()).includes(`urn:essaim:${id}:`) ? at : null;
    },
    30_000,
    3,
  );
};
