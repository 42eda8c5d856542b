import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  hashSecret,
  KeyRing,
  newApiKey,
  RememberKeys,
  RememberMembers,
  RememberRevokedSessions,
  RememberSigningKeys,
  signToken,
  TokenRing,
  writeApiKey,
} from '#access';
import {
  type Announced,
  type EventContract,
  type Grant,
  keyIssued,
  memberChanged,
  sessionRevoked,
  signingKeyPublished,
} from '#contracts';
import { mongoForThisFile } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';

const mongo = mongoForThisFile();
const origin = 'https://essaim.example';
const now = new Date();
const later = (ms: number) => new Date(now.getTime() + ms);
const minute = 60_000;
const contributor: Grant = { role: 'contributor', network: 'riva' };

let ring: TokenRing;
let keyRing: KeyRing;
let privateKey: CryptoKey;
let publicKey: { kty: 'OKP'; crv: 'Ed25519'; x: string };

const told = <Contract extends EventContract>(contract: Contract, data: unknown, aggregateVersion = 1) =>
  ({
    id: 'e',
    type: contract.type,
    subject: 's',
    aggregateVersion,
    occurredAt: now.toISOString(),
    data,
  }) as Announced<Contract>;

const hearOfKey = (expiresAt: Date, version = 1) =>
  new RememberSigningKeys(ring).whenPublished(
    told(signingKeyPublished, { keyId: 'k1', publicKey, expiresAt: expiresAt.toISOString() }, version),
  );
const hearOfMember = (grants: readonly Grant[], version: number) =>
  new RememberMembers(keyRing).whenMemberChanged(told(memberChanged, { personId: 'marie', grants }, version));
const hearOfRevocation = (tokensUntil: Date) =>
  new RememberRevokedSessions(ring).whenRevoked(
    told(sessionRevoked, { sessionId: 's1', tokensUntil: tokensUntil.toISOString() }),
  );
const aToken = async () =>
  (await signToken({ person: 'marie', session: 's1' }, { id: 'k1', privateKey }, origin, now)).token;

beforeEach(async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  privateKey = pair.privateKey;
  publicKey = { kty: 'OKP', crv: 'Ed25519', x: (await exportJWK(pair.publicKey)).x ?? '' };
  await mongo.aDatabase((database) => {
    keyRing = new KeyRing(database);
    ring = new TokenRing(database, keyRing, { mode: 'test', origin });
  });
  await hearOfKey(later(60 * minute));
  await hearOfMember([contributor], 1);
});

describe('The holder of a token', () => {
  it('is its person, with the rights that they have now', async () => {
    const token = await aToken();
    expect(await ring.principalOf(token, now)).toMatchObject({
      kind: 'person',
      id: 'marie',
      session: 's1',
      grants: [contributor],
      selfEndorsing: false,
    });
    await hearOfMember([], 2);
    expect((await ring.principalOf(token, now))?.grants).toEqual([]);
  });

  it('is nobody once the session was closed, also after a rebuild', async () => {
    const token = await aToken();
    await hearOfRevocation(later(11 * minute));
    expect(await ring.principalOf(token, now)).toBeNull();
    await new RememberRevokedSessions(ring).forget();
    expect(await ring.principalOf(token, now)).toBeNull();
  });

  it('is nobody once the key is not believed any more', async () => {
    const token = await aToken();
    await hearOfKey(now, 2);
    expect(await ring.principalOf(token, later(1))).toBeNull();
  });

  it('is waited for a little, when the key is still on its way', async () => {
    const token = await aToken();
    await ring.signingKeys.deleteMany();
    const asked = ring.principalOf(token, now);
    setTimeout(() => void hearOfKey(later(60 * minute)), 150);
    expect(await asked).toMatchObject({ id: 'marie' });
    await ring.signingKeys.deleteMany();
    expect(await ring.principalOf(token, now)).toBeNull();
  });
});

describe('A revocation that is told again long after', () => {
  it('is not kept: no token of it can be alive', async () => {
    await hearOfRevocation(later(-minute));
    expect(await ring.revokedSessions.countDocuments()).toBe(0);
  });
});

describe('A key ring', () => {
  it('opens to nobody after it was told to forget, and still knows when keys were used', async () => {
    const key = newApiKey();
    const issued = {
      keyId: key.id,
      hash: hashSecret(key.secret),
      principal: { kind: 'network', id: 'riva' },
      grants: [contributor],
      selfEndorsing: false,
      expiresAt: null,
    };
    const remember = new RememberKeys(keyRing);
    await remember.whenKeyChanged(told(keyIssued, issued));
    expect(await keyRing.principalOf(writeApiKey(key), now)).toMatchObject({ id: 'riva' });
    const used = await eventually(async () => {
      const at = (await keyRing.lastUses([key.id])).get(key.id);
      expect(at).toBeDefined();
      return at;
    });
    await remember.forget();
    expect(await keyRing.principalOf(writeApiKey(key), later(60_000))).toBeNull();
    await remember.whenKeyChanged(told(keyIssued, issued));
    expect(await keyRing.principalOf(writeApiKey(key), now)).toMatchObject({ id: 'riva' });
    expect((await keyRing.lastUses([key.id])).get(key.id)).toBe(used);
  });
});
