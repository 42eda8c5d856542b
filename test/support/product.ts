import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type SeedResult, seedDemonstration } from '../../deploy/demonstration/seed.ts';
import {
  type ServiceName,
  type Stack,
  type StackOptions,
  serviceNames,
  startStack,
} from '../../deploy/development/stack.ts';
import { Client } from './client.ts';
import { MailServer } from './mail-server.ts';

/** Keys of the demonstration, by what one may do with them. */
export interface Keys {
  readonly contributor: string;
  readonly facilitator: string;
  /** Of the same network, and self-endorsing. */
  readonly network: string;
  /** One per college. */
  readonly committee: readonly string[];
  readonly verifier: string;
  readonly watchEditor: string;
  readonly operator: string;
  /** Of another network, which receives. */
  readonly subscriber: string;
}

/** What a file's product is to be. */
export interface Wanted {
  /** More variables, read when it starts. */
  readonly environment?: () => NonNullable<StackOptions['env']>;
  /** Whether the demonstration shows each state, as it does for people. */
  readonly hasEveryState?: boolean;
  /** Whether what was acknowledged survives a kill of the database. */
  readonly isDurable?: boolean;
}

const startWithinMs = 120_000;

/** The whole product, running for the tests of one file with the demonstration data; seen from its public origin. */
export class Product {
  readonly mails = new MailServer();
  /** The holder of a key. */
  readonly as = (key: string): Client => new Client(this.origin, key);
  private readonly closers: (() => Promise<void>)[] = [];
  private dataDir = '';
  private running: Stack | undefined;
  private seeded: SeedResult | undefined;

  constructor(private readonly wanted: Wanted = {}) {}

  get stack(): Stack {
    if (!this.running) throw new Error('the product runs from beforeAll to afterAll');
    return this.running;
  }

  get origin(): string {
    return this.stack.origin;
  }

  get services(): Stack['services'] {
    return this.stack.services;
  }

  get keys(): Keys {
    return this.seeded?.keys as unknown as Keys;
  }

  /** Ids of the demonstration's resources, by their codes: `R01`. */
  get resources(): SeedResult['resources'] {
    return this.seeded?.resources ?? {};
  }

  get anyone(): Client {
    return new Client(this.origin);
  }

  /** What a service has logged, for what cannot be seen from outside. */
  async logOf(service: ServiceName): Promise<string> {
    return readFile(join(this.dataDir, 'logs', `${service}.log`), 'utf8');
  }

  async start(): Promise<void> {
    const dataDir = await mkdtemp(join(tmpdir(), 'essaim-e2e-'));
    this.dataDir = dataDir;
    const say = () => {};
    await this.mails.start();
    const stack = await startStack({
      dataDir,
      port: 0,
      mode: 'test',
      say,
      smtpUrl: this.mails.url,
      throwaway: !this.wanted.isDurable,
      env: this.wanted.environment?.() ?? {},
    });
    this.running = stack;
    const { origin, secrets } = stack;
    const services = Object.fromEntries(
      serviceNames.map((name) => [name, stack.services[name].url]),
    ) as unknown as Parameters<typeof seedDemonstration>[0]['services'];
    const { hasEveryState = false } = this.wanted;
    const { bootstrapKey } = secrets;
    this.seeded = await seedDemonstration({ services, origin, bootstrapKey, dataDir, say, hasEveryState });
  }

  /** Closed with the product, whatever becomes of the test that opened it. */
  closesWithUs(close: () => Promise<void>): void {
    this.closers.push(close);
  }

  async stop(): Promise<void> {
    await Promise.all(this.closers.map((close) => close()));
    await this.running?.stop();
    await this.mails.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Starts the product once for this file, and stops all of it afterwards. */
export const productForThisFile = (wanted: Wanted = {}): Product => {
  const product = new Product(wanted);
  beforeAll(() => product.start(), startWithinMs);
  afterAll(() => product.stop(), startWithinMs);
  return product;
};
