import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seedDemonstration } from '../../deploy/demonstration/seed.ts';
import { freePort } from '../../deploy/development/processes/ports.ts';
import type { Service } from '../../deploy/development/service.ts';
import { type Stack, serviceNames, startStack } from '../../deploy/development/stack.ts';
import { type Audience, gatherAudience, type SignUp } from './audience.ts';
import { persistUntilDone } from './careful-client.ts';
import { smallDisk } from './disks.ts';
import { engineFolders, lastsMs, NotHere, type Strike, startSecond, strike, times, type Victim } from './faults.ts';
import { judge, type Verdict } from './judge.ts';
import { Ledger, type LedgerRow } from './ledger.ts';
import { type Actors, runMainJob } from './main-job.ts';
import { MailReceivers, WebhookReceivers } from './receivers.ts';
import { Trigger, type When } from './trigger.ts';

/** One run of the main job during which something dies. */
export interface Scenario extends When {
  readonly victim: Victim;
  readonly how: Strike;
  /** How long it stays dead. */
  readonly downMs: number;
  /** Whether a second instance of dissemination runs beside the first. */
  readonly beside: boolean;
  /** Who is there already, or signs up meanwhile. */
  readonly audience: 'few' | 'many' | 'new';
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

const newcomers = 3;

/** The running product, those who receive from it, and what may befall it. */
export class Harness {
  private readonly webhooks = new WebhookReceivers();
  private readonly mails = new MailReceivers();
  private readonly audiences = new Map<Scenario['audience'], Audience>();
  private territories = 0;
  private done: { resource: string; audience: Audience; strikes: number }[] = [];
  private dataDir = '';
  private disks: { remove: () => Promise<void> }[] = [];
  private running: { stack: Stack; actors: Actors; ledger: Ledger; signUp: SignUp } | undefined;

  constructor(private readonly say: (line: string) => void) {}

  /**
   * @param onSmallDisks whether each engine has a disk of its own, that can be filled.
   * @throws NotHere where this machine lets us make none.
   */
  async start(sizes: Readonly<Record<'few' | 'many', number>>, onSmallDisks = false): Promise<void> {
    this.dataDir = await mkdtemp(join(tmpdir(), 'essaim-faults-'));
    if (onSmallDisks) await this.giveDisks();
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
    const signUp = { origin, keys: [actors.network, actors.subscriber], webhooks: this.webhooks, mails: this.mails };
    this.running = { stack, actors, ledger: new Ledger(stack.mongo.url), signUp };
    say(`Signing up ${sizes.few} + ${sizes.many} receivers and as many readers …`);
    this.audiences.set('few', await gatherAudience(signUp, 'DEP-33', sizes.few));
    this.audiences.set('many', await gatherAudience(signUp, 'DEP-59', sizes.many));
  }

  async stop(keepsFolder = false): Promise<void> {
    await this.running?.ledger.close();
    await this.running?.stack.stop();
    await Promise.all([this.webhooks.close(), this.mails.close()]);
    for (const { remove } of this.disks) await remove();
    if (!keepsFolder) await rm(this.dataDir, { recursive: true, force: true });
  }

  private async giveDisks(): Promise<void> {
    for (const folder of engineFolders) {
      const disk = await smallDisk(join(this.dataDir, folder));
      if (!disk) throw new NotHere('mounting a small disk is not allowed');
      this.disks.push(disk);
    }
  }

  /** Where the services log, for whoever looks for a cause. */
  get folder(): string {
    return this.dataDir;
  }

  /** Runs the main job once, strikes at the moment, waits until all is settled, and judges. */
  async run(scenario: Scenario): Promise<Result> {
    const { stack, actors } = this.parts;
    const startedAt = Date.now();
    const second = scenario.beside ? await this.startSecond() : undefined;
    try {
      const { victim, how, moment } = scenario;
      const trigger = new Trigger(scenario, () => strike(stack, scenario, { second, dataDir: this.dataDir }));
      trigger.watch(this.webhooks, this.mails);
      trigger.reached('signing-up');
      const audience = await this.audienceOf(scenario);
      const title = `Préparer le rendez-vous annuel, ${victim} ${moment} ${startedAt}`;
      const resource = await runMainJob(stack.origin, actors, audience.territory, title, (at) => trigger.reached(at));
      await this.settles(resource, audience, trigger.done, settledWithinMs + lastsMs(how));
      const strikes = times[how];
      this.done.push({ resource, audience, strikes });
      await pause(quietMs);
      const verdict = await this.verdictOn(resource, audience, strikes);
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
    const strikes = this.done.reduce((sum, each) => sum + each.strikes, 0);
    const byId = Map.groupBy(this.webhooks.log, ({ id }) => id);
    return [...byId]
      .filter(([, all]) => all.length > 1 + strikes)
      .map(([id, all]) => `${id} (${all[0]?.type}) came ${all.length} times`);
  }

  /** Everyone has it, and nothing about it waits any more; or time is over, and the verdict says what lacks. */
  private async settles(resource: string, audience: Audience, struck: Promise<void>, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    const late = pause(withinMs, 'late' as const, { ref: false });
    if ((await Promise.race([struck, late])) === 'late') throw new Error('nothing was struck, or it did not come back');
    const wanted = audience.receivers.length + audience.readers.length;
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

  private async audienceOf({ audience }: Scenario): Promise<Audience> {
    const found = this.audiences.get(audience);
    if (found) return found;
    this.territories += 1;
    return gatherAudience(this.parts.signUp, `DEP-${String(this.territories).padStart(2, '0')}`, newcomers);
  }

  private get parts() {
    if (!this.running) throw new Error('the harness was not started');
    return this.running;
  }
}
