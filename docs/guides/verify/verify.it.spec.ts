import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  newSigningSecret,
  signedHeaders,
  webhookBody,
} from '../../../apps/dissemination/src/webhooks/sending/signature.ts';
import { projectRoot } from '../../../deploy/development/project-root.ts';

const here = join(projectRoot(), 'docs/guides/verify');
const isThere = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

const runtimes = {
  TypeScript: { run: [process.execPath, '--no-warnings', join(here, 'verify.ts')], v1: true, v1a: true },
  Python: {
    run: ['python3', join(here, 'verify.py')],
    v1: isThere('python3', '--version'),
    v1a: isThere('python3', '-c', 'import cryptography'),
  },
  PHP: {
    run: ['php', join(here, 'verify.php')],
    v1: isThere('php', '--version'),
    v1a: isThere('php', '-r', 'exit(function_exists("sodium_crypto_sign_verify_detached") ? 0 : 1);'),
  },
};

const { publicKey: ed25519, privateKey } = generateKeyPairSync('ed25519');
const publicKey = `whpk_${Buffer.from(ed25519.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`;
const [secret, previous] = [newSigningSecret(), newSigningSecret()];
const cause = {
  type: 'resource.published',
  occurredAt: '2026-03-02T08:00:00.000Z',
  data: '{"titre":"L’été 🎉","n":1.0}',
};
const body = webhookBody(cause, 7);
const signed = (at = new Date(), secrets = [secret, previous]) =>
  signedHeaders({ secrets, privateKey }, 'c_e', at, body);

const asked = (run: readonly string[], key: string, headers: Record<string, string>, input = body): string => {
  const [program = '', ...args] = run;
  const env = {
    ...process.env,
    WEBHOOK_ID: headers['webhook-id'],
    WEBHOOK_TIMESTAMP: headers['webhook-timestamp'],
    WEBHOOK_SIGNATURE: headers['webhook-signature'],
  };
  const { status, stdout, stderr } = spawnSync(program, [...args, key], { input, env });
  return `${status} ${stdout.toString().trim()}${stderr.toString()}`;
};

describe.each(Object.entries(runtimes))('The guide’s code in %s', (_, { run, v1, v1a }) => {
  // Where the runtime is not there, nothing can be said of it.
  const whenThere = (isPossible: boolean) => (isPossible ? it : it.skip);

  whenThere(v1)('believes what Essaim signed, with either secret while one is replaced', () => {
    for (const key of [secret, previous]) expect(asked(run, key, signed())).toBe('0 resource.published');
  });

  whenThere(v1)('believes nothing else, and never breaks', () => {
    const good = signed();
    const with_ = (signature: string) => ({ ...good, 'webhook-signature': signature });
    expect(asked(run, newSigningSecret(), good)).toBe('1 refused');
    expect(asked(run, secret, good, `${body} `)).toBe('1 refused');
    expect(asked(run, secret, { ...good, 'webhook-id': 'other' })).toBe('1 refused');
    expect(asked(run, secret, signed(new Date(Date.now() - 600_000)))).toBe('1 refused');
    for (const junk of ['', 'v1', 'v1,', 'v1,AAAA', 'v1,é!', 'v2,AAAA', `v1,${'A'.repeat(2_000)}`]) {
      expect(asked(run, secret, with_(junk))).toBe('1 refused');
    }
    expect(asked(run, secret, { ...good, 'webhook-timestamp': 'now' })).toBe('1 refused');
    // A key that was forgotten, or left as the guide writes it, would let anybody sign.
    const forged = signedHeaders({ secrets: ['whsec_'], privateKey }, 'c_e', new Date(), body);
    for (const key of ['', 'whsec_', 'whsec_…', 'whsec_AAAA', 'whpk_AAAA'])
      expect(asked(run, key, forged)).toBe('1 refused');
  });

  whenThere(v1a)('verifies with the public key of a network, and no secret', () => {
    expect(asked(run, publicKey, signed())).toBe('0 resource.published');
    expect(asked(run, publicKey, signed(), `${body} `)).toBe('1 refused');
    expect(asked(run, publicKey, { ...signed(), 'webhook-signature': 'v1a,AAAA' })).toBe('1 refused');
    const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    expect(asked(run, `whpk_${Buffer.from(x, 'base64url').toString('base64')}`, signed())).toBe('1 refused');
  });
});
