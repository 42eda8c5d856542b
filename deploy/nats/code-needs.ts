import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventContract, ServiceName } from '#contracts';
import { partitions } from '../../apps/dissemination/src/webhooks/endpoints/endpoint.ts';
import { durableOf } from '../../libs/messaging/messaging.options.ts';
import { projectRoot } from '../development/project-root.ts';
import { type Consumer, type Read, readSource } from './read-source.ts';

/** What the code of a service does with NATS. */
export interface Needs {
  readonly reactions: readonly Reaction[];
  /** Subjects of the queries that it asks other services. */
  readonly asks: readonly string[];
}

/** A durable consumer, and the events that it hears: all of one announcing service. */
export interface Reaction {
  readonly durable: string;
  readonly contracts: readonly EventContract[];
}

/** How many consumers share a name that ends in a number. */
const numbered: Readonly<Record<string, number>> = {
  'webhooks-': partitions,
  'webhooks-submission-': partitions,
  'webhooks-dissemination-': partitions,
};

/** Reads the sources of a service, and those of the libs that run in it. */
export const needsOf = (service: ServiceName): Needs => {
  const own = readFolder(`apps/${service}/src`);
  // Reactions of libs run in every service that keeps state; the portal keeps none.
  const everywhere = service === 'portal' ? [] : readFolder('libs').flatMap(({ consumers }) => consumers);
  const reactions = [...own.flatMap(({ consumers }) => consumers), ...everywhere].flatMap(({ name, contracts }) =>
    namesOf(name).map((each) => ({ durable: durableOf(service, each), contracts })),
  );
  return {
    reactions: reactions.sort((a, b) => (a.durable < b.durable ? -1 : 1)),
    asks: [...new Set(own.flatMap(({ asks }) => asks))].sort(),
  };
};

const namesOf = (name: Consumer['name']): string[] => {
  if (!name.endsWith('-')) return [name];
  const count = numbered[name];
  if (!count) throw new Error(`how many consumers are called ${name}<n> is not in deploy/nats/code-needs.ts`);
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
};

const readFolder = (folder: string): Read[] =>
  readdirSync(join(projectRoot(), folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!spec)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/test/'))
    .map((file) => readSource(file, readFileSync(file, 'utf8')));
