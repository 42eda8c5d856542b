import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServiceName } from '#contracts';

/** What the services of one data folder keep from everybody else. Made once, so that a second start finds its data. */
export interface Secrets {
  /** By user of deploy/nats/nats.conf: one for each service, one for command-line tools. */
  readonly nats: Readonly<Record<ServiceName | 'operator', string>>;
  /** `ess_<12 hex>_<43 base64url characters>`: the operator's first key. */
  readonly bootstrapKey: string;
  /** 32 bytes in base64: encrypts the secrets of webhooks. */
  readonly secretKeys: string;
}

/** The secrets of this data folder, made and written (mode 0600) when it has none. */
export const secretsOf = async (dataDir: string): Promise<Secrets> => {
  const file = join(dataDir, 'secrets.json');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept) return withGivenPasswords(JSON.parse(kept) as Secrets);
  // Starts with a letter: NATS reads the value of a variable as configuration, where digits would begin a number.
  const password = (): string => `p${randomBytes(24).toString('hex')}`;
  const secrets: Secrets = {
    nats: {
      submission: password(),
      editorial: password(),
      watch: password(),
      dissemination: password(),
      portal: password(),
      operator: password(),
    },
    bootstrapKey: `ess_${randomBytes(6).toString('hex')}_${randomBytes(32).toString('base64url')}`,
    secretKeys: randomBytes(32).toString('base64'),
  };
  await writePrivately(file, secrets);
  return withGivenPasswords(secrets);
};

/** A NATS that others run has passwords of its own, given in the same variables as its configuration reads. */
const withGivenPasswords = (secrets: Secrets): Secrets => {
  const given = Object.entries(secrets.nats).map(([user, password]) => [
    user,
    process.env[variableOf(user)] || password,
  ]);
  return { ...secrets, nats: Object.fromEntries(given) as Secrets['nats'] };
};

const variableOf = (user: string): string => `NATS_PASSWORD_${user.toUpperCase()}`;

/** Writes JSON that only this user may read, whole or not at all. */
export const writePrivately = async (file: string, content: unknown): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(aside, file);
};

/** The variables that deploy/nats/nats.conf reads. */
export const natsPasswordVariables = (secrets: Secrets): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets.nats).map(([user, password]) => [variableOf(user), password]));
