import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seedDemonstration } from '../../deploy/demonstration/seed.ts';
import { freePort } from '../../deploy/development/processes/ports.ts';
import type { Service } from '../../deploy/development/service.ts';
import { type Stack, serviceNames, startStack } from '../../deploy/development/stack.ts';
import { type Audience, gatherAudience } from './audience.ts';
import { persistUntilDone } from './careful-client.ts';
import { type Strike, startSecond, strike, type Victim } from './faults.ts';
import { judge, type Verdict } from './judge.ts';
import { Ledger, type LedgerRow } from './ledger.ts';
import { type Actors, type Moment, runMainJob } from './main-job.ts';
import { MailReceivers, WebhookReceivers } from './receivers.ts';

/** One run of the main job during which something dies. */
export interface Scenario {
  readonly victim: Victim;
  readonly how: Strike;
  readonly moment: Moment;
  /** In the fan-out: after so many receipts. */
  readonly afterReceipts: number;
  /** Between steps: so long after the moment, while the job goes on. */
  readonly delayMs: number;
  /** How long it stays dead. */
  readonly downMs: number;
  /** Whether a second instance of dissemination runs beside the first. */
  readonly beside: boolean;
  readonly audience: 'few' | 'many';
}

export interface Result extends Verdict {
  readonly scenario: Scenario;
  readonly resource: string;
  readonly seconds: number;
}

/** A mail in doubt waits for its claim to lapse, an event for its consumer; the machine may be busy. */
const settledWithinMs = 120_000;
/** Whatever comes late comes within this time, or is found by the last look at everything. */
const quietMs = 1_500;

/** The running product, those who receive from it, and what may befall it. */
export class Harness {
  private readonly webhooks = new WebhookReceivers();
  private readonly mails = new MailReceivers();
  private readonly audiences = new Map<Scenario['audience'], Audience>();
  private done: { resource: string; audience: Audience; strikes: number }[] = [];
  private dataDir = '';
  private running: { stack: Stack; actors: Actors; ledger: Ledger } | undefined;

  constructor(private readonly say: (line: string) => void) {}

  async start(sizes: Readonly<Record<Scenario['audience'], number>>): Promise<void> {
    this.dataDir = await mkdtemp(join(tmpdir(), 'essaim-faults-'));
    await Promise.all([this.webhooks.listen(), this.mails.listen()]);
    const { dataDir, say } = this;
    // Not throwaway: what was acknowledged must survive a kill of the database.
    const stack = await startStack({ dataDir, port: 0, mode: 'test', say, smtpUrl: this.mails.url });
    const { origin, secrets } = stack;
    const services = Object.fromEntries(
      serviceNames.map((name) => [name, stack.services[name].url]),
    ) as unknown as Parameters<typeof seedDemonstration>[0]['services'];
    const { bootstrapKey } = secrets;
    const { keys } = await seedDemonstration({ services, origin, bootstrapKey, dataDir, say });
    const actors = keys as unknown as Actors & { network: string; subscriber: string };
    this.running = { stack, actors, ledger: new Ledger(stack.mongo.url) };
    const signUp = { origin, keys: [actors.network, actors.subscriber], webhooks: this.webhooks, mails: this.mails };
    say(`Signing up ${sizes.few} + ${sizes.many} receivers and as many readers …`);
    this.audiences.set('few', await gatherAudience(signUp, 'DEP-33', sizes.few));
    this.audiences.set('many', await gatherAudience(signUp, 'DEP-59', sizes.many));
  }

  async stop(keepsFolder = false): Promise<void> {
    await this.running?.ledger.close();
    await this.running?.stack.stop();
    await Promise.all([this.webhooks.close(), this.mails.close()]);
    if (!keepsFolder) await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Where the services log, for whoever looks for a cause. */
  get folder(): string {
    return this.dataDir;
  }

  /** Runs the main job once, strikes at the moment, waits until all is settled, and judges. */
  async run(scenario: Scenario): Promise<Result> {
    const { stack, actors } = this.parts;
    const startedAt = Date.now();
    const audience = this.audienceOf(scenario);
    const second = scenario.beside ? await this.startSecond() : undefined;
    try {
      const { reached, struck } = this.prepare(scenario, second);
      const title = `Préparer le rendez-vous annuel, ${scenario.victim} ${scenario.moment} ${startedAt}`;
      const job = runMainJob(stack.origin, actors, audience.territory, title, reached);
      const resource = await Promise.race([job, struck.then(() => job)]);
      await struck;
      this.done.push({ resource, audience, strikes: 1 });
      await this.settles(resource, audience);
      await pause(quietMs);
      const verdict = await this.verdictOn(resource, audience, 1);
      return { ...verdict, scenario, resource, seconds: (Date.now() - startedAt) / 1000 };
    } finally {
      await second?.stop();
    }
  }

  /** Judges every resource again: what came late, or again, long after its scenario. */
  async lastLook(): Promise<string[]> {
    const faults: string[] = [];
    for (const { resource, audience, strikes } of this.done) {
      // Feeds have let go of the older ones.
      const verdict = await this.verdictOn(resource, audience, strikes, false);
      faults.push(...verdict.faults.map((fault) => `${resource}: ${fault}`));
    }
    return [...new Set([...faults, ...this.insistence()])];
  }

  /** Pings included: nothing comes again more often than something was struck. */
  private insistence(): string[] {
    const times = Map.groupBy(this.webhooks.log, ({ id }) => id);
    return [...times]
      .filter(([, all]) => all.length > 1 + this.done.length)
      .map(([id, all]) => `${id} (${all[0]?.type}) came ${all.length} times`);
  }

  /** Says when the moment has come, and strikes once. */
  private prepare({ victim, how, moment, afterReceipts, delayMs, downMs }: Scenario, second: Service | undefined) {
    const { stack } = this.parts;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let isStruck = false;
    const now = () => {
      if (isStruck) return;
      isStruck = true;
      strike(stack, victim, how, downMs, second).then(resolve, reject);
    };
    let left = afterReceipts;
    const count = ({ resource }: { resource: string | null }) => {
      if (resource === null || moment !== 'fan-out') return;
      left -= 1;
      if (left <= 0) now();
    };
    this.webhooks.onReceipt = ({ type, resource }) => type !== 'ping' && count({ resource });
    this.mails.onMail = count;
    const reached = (at: Moment) => {
      if (at === moment) setTimeout(now, delayMs);
    };
    return { reached, struck: promise };
  }

  /** Everyone has it, and nothing about it waits any more; or time is over, and the verdict says what lacks. */
  private async settles(resource: string, audience: Audience): Promise<void> {
    const wanted = audience.receivers.length + audience.readers.length;
    const deadline = Date.now() + settledWithinMs;
    while (Date.now() < deadline) {
      const rows = await this.parts.ledger.rowsOf(resource).catch((): LedgerRow[] => []);
      const isOver = rows.length >= wanted && rows.every(({ state }) => state !== 'pending' && state !== 'sending');
      if (isOver) return;
      await pause(200);
    }
  }

  private async verdictOn(resource: string, audience: Audience, strikes: number, withFeeds = true): Promise<Verdict> {
    const { stack, ledger } = this.parts;
    const rows = await ledger.rowsOf(resource);
    const feeds: Record<string, string> = {};
    for (const format of withFeeds ? ['rss', 'atom', 'json'] : []) {
      const body = await persistUntilDone('GET', `${stack.origin}/feeds/resources.${format}`);
      feeds[format] = typeof body === 'string' ? body : JSON.stringify(body);
    }
    return judge({ resource, audience, rows, feeds, strikes, webhooks: this.webhooks.log, mails: this.mails.log });
  }

  private async startSecond(): Promise<Service> {
    const { dataDir, say } = this;
    return startSecond(this.parts.stack, { dataDir, say, smtpUrl: this.mails.url, port: await freePort() });
  }

  private audienceOf({ audience }: Scenario): Audience {
    const found = this.audiences.get(audience);
    if (!found) throw new Error(`nobody is in the audience ${audience}`);
    return found;
  }

  private get parts() {
    if (!this.running) throw new Error('the harness was not started');
    return this.running;
  }
}
