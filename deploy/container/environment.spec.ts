import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { type ServiceName, services } from '#contracts';
import { projectRoot } from '../development/project-root.ts';

type Environment = Record<string, string>;

const read = (file: string): string => readFileSync(join(projectRoot(), file), 'utf8');

/** What stands for the values of .env. */
const given: Environment = {
  ESSAIM_ORIGIN: 'https://essaim.example',
  ESSAIM_NATS_PASSWORD: 'p-0',
  ESSAIM_SECRET_KEYS: Buffer.alloc(32).toString('base64'),
  ESSAIM_BOOTSTRAP_KEY: `ess_${'0'.repeat(12)}_${'A'.repeat(43)}`,
  ESSAIM_SMTP_URL: 'smtp://mail.example:25',
  ESSAIM_MAIL_FROM: 'Essaim <essaim@essaim.example>',
  ESSAIM_MONGODB_URI: 'mongodb://mongo:27017/?replicaSet=rs0',
  ESSAIM_PUBLISHER_NAME: 'Union d’essai',
  ESSAIM_PUBLISHER_ADDRESS: '1 rue de l’Essai, 59000 Lille',
  ESSAIM_PUBLISHER_PHONE: '01 99 00 00 01',
  ESSAIM_PUBLISHER_EMAIL: 'contact@essaim.example',
  ESSAIM_PUBLISHER_DIRECTOR: 'Camille Essai',
  ESSAIM_HOST_NAME: 'Hébergeur',
  ESSAIM_HOST_ADDRESS: '2 rue de l’Essai, 59000 Lille',
  ESSAIM_HOST_PHONE: '01 99 00 00 02',
  ESSAIM_DATA_PROTECTION_CONTACT: 'donnees@essaim.example',
  ESSAIM_DATA_PROCESSORS: 'Hébergeur',
};

/** The variables of a service in docker-compose.yml; those that .env fills in, filled in. */
const inCompose = (service: ServiceName): Environment => {
  const { environment } = parse(read('docker-compose.yml'), { merge: true }).services[service];
  return Object.fromEntries(
    Object.entries(environment as Environment).map(([name, value]) => [
      name,
      /\$\{\w+:\?/.test(value) ? (given[name] ?? '') : value.replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );
};

const configMaps: Record<string, Environment> = Object.fromEntries(
  ['configuration', 'publisher'].map((file) => {
    const { metadata, data } = parse(read(`deploy/kubernetes/base/${file}.yaml`));
    return [metadata.name, data];
  }),
);

/** What an overlay fills in stands empty in the base. */
const filledIn = (map: Environment): Environment =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, value || (given[name] ?? '')]));

/** In Kubernetes, from the image, the manifest, the map of all and the secret that the README tells to make. */
const inKubernetes = (service: ServiceName): Environment => {
  const [deployment] = parseAllDocuments(read(`deploy/kubernetes/base/${service}.yaml`)).map((document) =>
    document.toJS(),
  );
  const own = deployment.spec.template.spec.containers[0].env as { name: string; value: string }[];
  const row = new RegExp(`^ *\\| \`essaim-${service}\` .*$`, 'm').exec(read('deploy/kubernetes/README.md'))?.[0] ?? '';
  const secret = [...row.matchAll(/`(ESSAIM_\w+)`/g)].map(([, name = '']) => [name, given[name] ?? '']);
  const maps = (deployment.spec.template.spec.containers[0].envFrom as { configMapRef?: { name: string } }[]).flatMap(
    ({ configMapRef }) => (configMapRef ? [configMapRef.name] : []),
  );
  return {
    ...Object.assign({}, ...maps.map((name) => filledIn(configMaps[name] ?? {}))),
    ...Object.fromEntries(own.map(({ name, value }) => [name, value])),
    ...Object.fromEntries(secret),
  };
};

/** Variables that the image sets, or that only choose what it runs. */
const ofTheImage = (): Environment =>
  Object.fromEntries(
    [...(/^ENV (.*)$/m.exec(read('deploy/container/Dockerfile'))?.[1] ?? '').matchAll(/(\S+)=(\S+)/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );

let readings = 0;

const configOf = async (service: ServiceName, environment: Environment): Promise<object> => {
  process.env = environment;
  // A configuration is read as its module loads: another address makes it another module.
  const module = await import(`${join(projectRoot(), `apps/${service}/src/${service}.config.ts`)}?${readings++}`);
  return service === 'portal' ? module.portalConfig(environment) : module.config;
};

const written = services.filter((service) =>
  existsSync(join(projectRoot(), `apps/${service}/src/${service}.config.ts`)),
);

describe.each([
  ['docker-compose.yml', inCompose],
  ['deploy/kubernetes', inKubernetes],
])('The environment in %s', (_, environmentIn) => {
  const before = process.env;
  beforeEach(() => {
    vi.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('the configuration is not complete');
    });
  });
  afterEach(() => {
    process.env = before;
    vi.restoreAllMocks();
  });

  it('does not start the portal before somebody answers for the site', async () => {
    const environment = { ...ofTheImage(), ...environmentIn('portal') };
    const say = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(configOf('portal', { ...environment, ESSAIM_PUBLISHER_DIRECTOR: ' ' })).rejects.toThrow();
    expect(String(say.mock.calls)).toContain('ESSAIM_PUBLISHER_DIRECTOR: must not be empty');
  });

  it.each(written)('has all that %s reads, and nothing else', async (service) => {
    const environment = environmentIn(service);
    const config = await configOf(service, { ...ofTheImage(), ...environment });
    expect(Object.keys(environment).filter((name) => name !== 'SERVICE' && !(name in config))).toEqual([]);
  });
});
