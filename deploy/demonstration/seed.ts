import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, done, until } from './api.ts';
import { seedCalendar } from './calendar.ts';
import { type DemoPerson, type DemoResource, demoNetworks, demoPeople, demoResources, relativeDate } from './data.ts';
import { seedDesk } from './desk.ts';
import { seedLaterLife } from './later-life.ts';
import { type Cast, Reviews } from './reviews.ts';
import { seedStates } from './states/seed-states.ts';

/** What the seeding needs to know of the running product. */
export interface SeedContext {
  /** Where each service answers. */
  readonly services: Readonly<Record<'submission' | 'editorial' | 'watch' | 'dissemination' | 'portal', string>>;
  readonly origin: string;
  /** The operator's first key. */
  readonly bootstrapKey: string;
  readonly dataDir: string;
  readonly say: (line: string) => void;
  /** Adds one thing of each state that the data set has nothing in. */
  readonly hasEveryState?: boolean;
}

/** What demo.json tells of the demonstration: keys to act with, and resources by the codes of the data set. */
export interface SeedResult {
  readonly keys: Readonly<Record<string, string | string[]>>;
  readonly resources: Readonly<Record<string, string>>;
}

/** The network whose keys demo.json hands out, and the one that receives. */
const producer = 'mda-estuaire';
const receiver = 'cress-53';
/** One per college, none of the producing network. */
const committee = ['karim.benali', 'maelle.duvivier', 'thierry.wattrelos', 'jules.archambault', 'claire.schneider'];

/**
 * Brings the demonstration data in through the same commands as everyone's, with its dates as clock: nobody is told of
 * what happened before they began to listen. Once; a second run finds it there, and one cut short goes on where it was.
 */
export const seedDemonstration = async (context: SeedContext): Promise<SeedResult> => {
  const file = join(context.dataDir, 'demonstration.json');
  const known = read(file);
  if (known && (await stillWorks(context, known))) return known;
  const seeded = await new Seeding(context).run();
  writeFileSync(`${file}.new`, JSON.stringify(seeded, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return seeded;
};

const read = (file: string): SeedResult | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SeedResult;
  } catch {
    return null;
  }
};

const stillWorks = async ({ services }: SeedContext, { keys }: SeedResult): Promise<boolean> => {
  const { status } = await call('GET', `${services.submission}/api/v1/me`, { key: String(keys.operator) });
  return status === 200;
};

class Seeding {
  private readonly today = new Date();
  private readonly networkKeys = new Map<string, string>();
  private readonly personKeys = new Map<string, string>();
  private readonly personIds = new Map<string, string>();
  private readonly cast: Cast = {
    at: (service, path) => this.at(service, path),
    networkKey: (slug) => this.networkKeys.get(slug) ?? '',
    personKey: (slug) => this.personKeys.get(slug) ?? '',
    today: this.today,
  };
  private readonly reviews = new Reviews(this.cast);

  constructor(private readonly context: SeedContext) {}

  async run(): Promise<SeedResult> {
    this.context.say('Loading the demonstration data …');
    await until(
      'the operator key',
      async () => (await call('GET', this.at('submission', '/me'), { key: this.context.bootstrapKey })).status === 200,
    );
    // Sponsors first.
    const networks = [...demoNetworks].sort((a, b) => Number(Boolean(a.sponsor)) - Number(Boolean(b.sponsor)));
    for (const network of networks) await this.network(network);
    for (const person of demoPeople) await this.person(person);
    this.context.say(`  ${networks.length} networks, ${demoPeople.length} people`);
    const ids: Record<string, string> = {};
    for (const resource of [...demoResources].sort((a, b) => this.moment(a).getTime() - this.moment(b).getTime())) {
      ids[resource.id] = await this.resource(resource);
    }
    const published = demoResources.filter(({ status }) => status === 'published');
    await until('the catalogue', async () => (await this.catalogued()) >= published.length);
    this.context.say(`  ${demoResources.length} resources, ${published.length} of them published`);
    await seedLaterLife({
      editorial: this.context.services.editorial,
      ids,
      networkKey: (slug) => this.networkKeys.get(slug) ?? '',
      personKey: (slug) => this.personKeys.get(slug) ?? '',
      today: this.today,
    });
    const at = (path: string) => this.at('submission', path);
    await seedCalendar({ at, keyOf: (slug) => this.personKeys.get(slug) ?? '', today: this.today });
    await seedDesk({ watch: this.context.services.watch, key: this.personKeys.get('bastien.caron') ?? '' });
    if (this.context.hasEveryState) await this.states();
    const resources = Object.fromEntries(Object.entries(ids).sort());
    return { keys: await this.keysToHandOut(), resources };
  }

  private async states(): Promise<void> {
    const personId = (slug: string) => this.personIds.get(slug) ?? '';
    await seedStates({ ...this.cast, personId, operatorKey: this.context.bootstrapKey });
    this.context.say('  something in each state');
  }

  private at(service: keyof SeedContext['services'], path: string): string {
    return `${this.context.services[service]}/api/v1${path}`;
  }

  private async operator(method: string, path: string, body: unknown, idempotencyKey: string) {
    return done(method, this.at('submission', path), { key: this.context.bootstrapKey, body, idempotencyKey });
  }

  private async network({ sic: _s, canVerify: _c, ...network }: (typeof demoNetworks)[number]): Promise<void> {
    const url = this.at('submission', '/networks');
    const { status, body } = await call('POST', url, { key: this.context.bootstrapKey, body: network });
    if (status !== 201 && body.type !== '/problems/slug-taken')
      throw new Error(`${network.slug}: ${JSON.stringify(body)}`);
    // On in the demonstration: what this key submits counts as endorsed.
    const key = { name: 'network', selfEndorsing: true };
    const issued = await this.operator('POST', `/networks/${network.slug}/keys`, key, `demo-network-${network.slug}`);
    this.networkKeys.set(network.slug, issued.key);
  }

  private async person({ slug, network, ...person }: DemoPerson): Promise<void> {
    const member = await this.operator('POST', `/networks/${network}/members`, person, `demo-member-${slug}`);
    this.personIds.set(slug, member.id);
    this.personKeys.set(slug, await this.personKey(slug, network, []));
  }

  private async personKey(slug: string, network: string, roles: readonly string[]): Promise<string> {
    const wanted = { name: [slug, ...roles].join(' '), person: this.personIds.get(slug), roles };
    const id = ['demo-person', slug, ...roles].join('-');
    return (await this.operator('POST', `/networks/${network}/keys`, wanted, id)).key;
  }

  /** The day a resource was published; those still on their way came in during the last days. */
  private moment({ publishedAt, status }: DemoResource): Date {
    const recent = { 'in-review': '-3d', 'changes-requested': '-10d', submitted: '-1d', published: '-5d' };
    return relativeDate(publishedAt ?? recent[status], this.today);
  }

  private async resource(resource: DemoResource): Promise<string> {
    const { id, status, label: _l, publishedAt: _p, verification: _v, expiresAt, scope, ...content } = resource;
    const at = this.moment(resource);
    const author = status === 'submitted' ? this.personKeys.get(this.facilitatorOf(resource.network)) : undefined;
    const body = {
      ...content,
      ...(scope ? { scope } : {}),
      ...(expiresAt ? { expiresAt: relativeDate(expiresAt, this.today).toISOString() } : {}),
      externalId: `demonstration-${id}`,
      submit: true,
    };
    const key = author ?? this.networkKeys.get(resource.network) ?? '';
    const contribution = await done('POST', this.at('submission', '/contributions'), { key, at, body });
    if (status === 'published' || status === 'changes-requested') await this.review(contribution.id, resource, at);
    return contribution.id;
  }

  private async review(contributionId: string, resource: DemoResource, at: Date): Promise<void> {
    const { status, verification } = resource;
    if (verification) await this.reviews.check(contributionId, checkOf(verification), at);
    await this.reviews.decide(contributionId, resource, status === 'published' ? 'approve' : 'request-changes', at);
  }

  private facilitatorOf(network: string): string {
    return demoPeople.find((person) => person.network === network && person.roles.includes('contributor'))?.slug ?? '';
  }

  private async catalogued(): Promise<number> {
    return (await done('GET', this.at('dissemination', '/resources?limit=1'))).total;
  }

  private async keysToHandOut(): Promise<SeedResult['keys']> {
    const of = (slug: string) => this.personKeys.get(slug) ?? '';
    const networkOf = (slug: string) => demoPeople.find((person) => person.slug === slug)?.network ?? '';
    const narrowed = (slug: string, role: string) => this.personKey(slug, networkOf(slug), [role]);
    const seats: string[] = [];
    for (const slug of committee) seats.push(await narrowed(slug, 'committee-member'));
    return {
      contributor: await narrowed('solene.lagarde', 'contributor'),
      network: this.networkKeys.get(producer) ?? '',
      facilitator: await narrowed('solene.lagarde', 'facilitator'),
      committee: seats,
      verifier: of('paul-emile.renart'),
      watchEditor: of('bastien.caron'),
      operator: of('nadia.oukacha'),
      subscriber: this.networkKeys.get(receiver) ?? '',
    };
  }
}

const checkOf = ({ by, perimeter, independence, verifiedAt }: NonNullable<DemoResource['verification']>) => ({
  ...{ by, perimeter, independence, verifiedAt },
});
