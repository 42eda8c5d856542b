import { beforeAll, describe, expect, it } from 'vitest';
import { serviceNames } from '../../deploy/development/stack.ts';
import { done } from '../support/client.ts';
import { aContribution, anOpinion, caseOf, published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';
import { itemIn, jsonItemIn, type Listening, listening, subscribed } from '../support/readers.ts';

const product = productForThisFile();
const withinMs = 60_000;
let reader: string;
let tool: Listening;

beforeAll(async () => {
  reader = await subscribed(product, { territory: ['DEP-33'] });
  tool = await listening(product, { events: ['resource.published'] });
}, withinMs);

const isReady = async (name: (typeof serviceNames)[number]): Promise<boolean> =>
  (await fetch(`${product.services[name].url}/health/ready`)).ok;

const everythingIsReady = () =>
  eventually(async () => {
    for (const name of serviceNames) if (!(await isReady(name))) throw new Error(`${name} is not ready`);
  }, withinMs);

/** It came to everybody, on every channel, once. */
const reachesEverybody = async (id: string, title: string): Promise<void> => {
  await eventually(() => done(product.anyone.get(`resources/${id}`)), withinMs);
  const entry = `urn:essaim:${id}:v1:published`;
  await itemIn(product, '/feeds/resources.rss', entry);
  await itemIn(product, '/feeds/resources.atom', entry);
  await jsonItemIn(product, '/feeds/resources.json', entry);
  await product.mails.waitFor(reader, title, withinMs);
  await tool.receiver.waitFor('resource.published', id);
  expect(tool.receiver.received.filter(({ body }) => body.data.id === id)).toHaveLength(1);
  expect(product.mails.to(reader).filter(({ subject }) => subject === title)).toHaveLength(1);
  expect(tool.receiver.refused).toEqual([]);
};

/** A contribution that one more opinion publishes: gives it, and its id. */
const almostDecided = async (title: string) => {
  const { as, keys } = product;
  const [first = '', second = '', third = ''] = keys.committee;
  const { id } = await done(as(keys.network).post('contributions', aContribution({ title })));
  const { id: subject } = await caseOf(product, id);
  const opine = (key: string) => done(as(key).post(`cases/${subject}/opinions`, anOpinion()));
  await opine(first);
  await opine(second);
  return { id: id as string, lastOpinion: () => opine(third) };
};

describe('The main job passes', () => {
  it.each(serviceNames)(
    'after %s was restarted',
    async (name) => {
      await product.services[name].restart();
      const title = `Après le redémarrage de ${name}`;
      await reachesEverybody(await published(product, { title }), title);
    },
    withinMs,
  );

  it.each(['nats', 'mongo'] as const)(
    'after %s was restarted',
    async (engine) => {
      await product.stack.restartEngine(engine);
      await everythingIsReady();
      const title = `Après le redémarrage de ${engine}`;
      await reachesEverybody(await published(product, { title }), title);
    },
    withinMs,
  );
});

describe('What was decided', () => {
  it(
    'just before a kill arrives once editorial is back',
    async () => {
      const title = 'Décidée à temps';
      const { id, lastOpinion } = await almostDecided(title);
      expect(await lastOpinion()).toMatchObject({ decision: { outcome: 'published' } });
      product.services.editorial.kill('SIGKILL');
      await product.services.editorial.restart();
      await reachesEverybody(id, title);
    },
    withinMs,
  );

  it(
    'while dissemination was away arrives once it is back',
    async () => {
      const title = 'Décidée sans lecteurs';
      await product.services.dissemination.stop();
      const id = await published(product, { title });
      expect((await product.anyone.get(`resources/${id}`)).status).toBe(503);
      await product.services.dissemination.restart();
      await reachesEverybody(id, title);
    },
    withinMs,
  );

  it(
    'while the broker was away arrives once it is back, and says meanwhile that something is wrong (F09, F10)',
    async () => {
      const title = 'Décidée sans messagerie';
      const { id, lastOpinion } = await almostDecided(title);
      product.stack.nats.kill('SIGKILL');
      await product.stack.nats.exited;
      expect(await lastOpinion()).toMatchObject({ decision: { outcome: 'published' } });
      await eventually(async () => expect(await isReady('editorial')).toBe(false));
      expect((await product.anyone.get(`resources/${id}`)).status).toBe(404);
      await product.stack.restartEngine('nats');
      await everythingIsReady();
      await reachesEverybody(id, title);
    },
    withinMs,
  );
});

it('Nothing came twice through all of that', () => {
  const told = tool.receiver.received.map(({ id }) => id);
  expect(new Set(told).size).toBe(told.length);
  const subjects = product.mails.to(reader).map(({ subject }) => subject);
  expect(new Set(subjects).size).toBe(subjects.length);
});
