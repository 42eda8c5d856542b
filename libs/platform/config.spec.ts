import { afterEach, describe, expect, it, vi } from 'vitest';
import { commonVariables, databaseVariables, loadConfig, messagingVariables } from '#platform';

const variables = { ...commonVariables, ...databaseVariables('watch'), ...messagingVariables };
const complete = {
  ESSAIM_ORIGIN: 'https://essaim.example/',
  ESSAIM_PORT: '3001',
  ESSAIM_MONGODB_URI: 'mongodb://127.0.0.1/?replicaSet=rs',
  ESSAIM_NATS_URL: 'nats://127.0.0.1',
};

describe('The configuration of a service', () => {
  afterEach(() => void vi.restoreAllMocks());

  /** What a boot with this environment prints before it ends, and how it ends. */
  const failedBoot = (environment: NodeJS.ProcessEnv): { printed: string; code: unknown } => {
    let printed = '';
    let code: unknown;
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    vi.spyOn(process, 'exit').mockImplementation((given) => {
      code = given;
      throw new Error('ended');
    });
    expect(() => loadConfig(variables, environment)).toThrow('ended');
    return { printed, code };
  };

  it('is read once, with its types and its defaults', () => {
    expect(loadConfig(variables, { ...complete, SOMETHING_ELSE: 'x' })).toMatchObject({
      ESSAIM_ORIGIN: 'https://essaim.example',
      ESSAIM_PORT: 3001,
      ESSAIM_MODE: 'production',
      ESSAIM_MONGODB_DATABASE: 'essaim_watch',
      ESSAIM_NATS_REPLICAS: 1,
    });
  });

  it('that lacks several things ends the boot with 78 and names them all', () => {
    const { printed, code } = failedBoot({ ESSAIM_PORT: 'eighty', ESSAIM_MODE: 'prod' });
    expect(code).toBe(78);
    expect(printed).toMatch(/^ {2}ESSAIM_ORIGIN: is missing$/m);
    expect(printed).toMatch(/^ {2}ESSAIM_MONGODB_URI: is missing$/m);
    expect(printed).toMatch(/^ {2}ESSAIM_NATS_URL: is missing$/m);
    expect(printed).toMatch(/^ {2}ESSAIM_PORT: .*number/m);
    expect(printed).toMatch(/^ {2}ESSAIM_MODE: .*production/m);
  });

  it('never prints what a variable holds', () => {
    const secret = 'postgres-s3cret';
    const faulty = Object.fromEntries(Object.keys(variables).map((name) => [name, secret]));
    const { printed } = failedBoot({ ...faulty, ESSAIM_NATS_REPLICAS: secret });
    expect(printed).toContain('ESSAIM_MONGODB_URI: must be a mongodb:// address');
    expect(printed).not.toContain(secret);
  });
});
