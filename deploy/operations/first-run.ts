import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Answer, call } from '../demonstration/api.ts';

const usage = `npm run first-run -- <file.json>

Makes the first network, its operator and the committee, once, and prints the operator's own key. ESSAIM_ORIGIN says
where; ESSAIM_BOOTSTRAP_KEY is the key that the submission service was started with. When all is done the bootstrap key
is revoked. Cut short, or run again, it goes on where it was. The file:

  {
    "network": { "slug": "…", "name": "…", "circle": "first", "networkKind": "territorial", "actorType": "state", "territories": ["NAT-FR"] },
    "operator": { "name": "…", "email": "…" },
    "networks": [ … more networks, for the members of the committee … ],
    "committee": [ { "name": "…", "email": "…", "network": "<slug>", "college": "etat" }, … ]
  }`;

const network = z.looseObject({ slug: z.string() });
const person = z.strictObject({ name: z.string(), email: z.string() });
const plan = z.strictObject({
  network,
  operator: person,
  networks: z.array(network).default([]),
  committee: z.array(person.extend({ network: z.string(), college: z.string() })).default([]),
});
type Plan = z.output<typeof plan>;

/** Every committee has at least one seat of each of these. */
const colleges = ['etat', 'associatif'];

const planOf = (file: string): Plan => {
  const read = plan.parse(JSON.parse(readFileSync(file, 'utf8')));
  const lacking = colleges.filter((college) => !read.committee.some((seat) => seat.college === college));
  if (lacking.length) throw new Error(`The committee has no seat of the college ${lacking.join(', ')}.`);
  return read;
};

class FirstRun {
  constructor(
    private readonly origin: string,
    private readonly bootstrapKey: string,
  ) {}

  async run({ network: own, operator, networks, committee }: Plan): Promise<string> {
    for (const each of [own, ...networks]) await this.register(each);
    const { id } = await this.post(`networks/${own.slug}/members`, { ...operator, roles: ['operator'] }, 'operator');
    for (const { network: slug, college, ...seat } of committee) {
      const roles = seat.email === operator.email ? ['operator', 'committee-member'] : ['committee-member'];
      await this.post(`networks/${slug}/members`, { ...seat, roles, college }, `seat-${seat.email}`);
    }
    const key = { name: 'first-run', person: id };
    const issued = await this.post(`networks/${own.slug}/keys`, key, `key-${operator.email}`);
    await this.retire(issued.key);
    return issued.key;
  }

  private async register(wanted: z.output<typeof network>): Promise<void> {
    const { status, body } = await this.ask('POST', 'networks', this.bootstrapKey, wanted);
    if (status !== 201 && body.type !== '/problems/slug-taken') throw refusal(`network ${wanted.slug}`, body);
    console.log(`${wanted.slug}: ${status === 201 ? 'registered' : 'there already'}`);
  }

  private async post(path: string, body: unknown, what: string): Promise<Answer['body']> {
    const answer = await this.ask(
      'POST',
      path,
      this.bootstrapKey,
      body,
      `first-run-${what}`.replace(/[^\x21-\x7e]/g, '-'),
    );
    if (answer.status >= 300) throw refusal(what, answer.body);
    console.log(`${what}: done`);
    return answer.body;
  }

  /** From now on the operator acts as themselves. */
  private async retire(operatorKey: string): Promise<void> {
    const [, id] = this.bootstrapKey.split('_');
    const { status, body } = await this.ask('DELETE', `submission/keys/${id}`, operatorKey);
    if (status >= 300 && status !== 404) throw refusal('revoking the bootstrap key', body);
    console.log('bootstrap key: revoked');
  }

  private ask(method: string, path: string, key: string, body?: unknown, idempotencyKey?: string): Promise<Answer> {
    return call(method, `${this.origin}/api/v1/${path}`, { key, body, ...(idempotencyKey ? { idempotencyKey } : {}) });
  }
}

const refusal = (what: string, body: Answer['body']): Error => {
  const errors = (body.errors ?? []).map(
    (error: { pointer: string; detail: string }) => `\n  ${error.pointer}: ${error.detail}`,
  );
  return new Error(`${what}: ${body.detail ?? body}${errors.join('')}`);
};

const main = async ([file]: readonly string[]): Promise<number> => {
  const { ESSAIM_ORIGIN: origin, ESSAIM_BOOTSTRAP_KEY: key } = process.env;
  if (!file || !origin || !key) {
    console.error(usage);
    return 64;
  }
  const operatorKey = await new FirstRun(origin.replace(/\/$/, ''), key).run(planOf(file));
  console.log(`\nThe operator's key, shown this once:\n${operatorKey}`);
  return 0;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
