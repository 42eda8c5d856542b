import { Injectable } from '@nestjs/common';
import { type ApiKey, hashSecret, newApiKey, writeApiKey } from '#access';
import type { Grant } from '#contracts';
import { createOnce, type IdempotentRequest, idempotencyOf, SecretBox } from '#persistence';
import { InvalidFields } from '#platform';
import { PersonRepository } from '../people/person.repository.ts';
import { KeyRepository } from './key.repository.ts';
import { type IssuedKey, keyView, type NewKey } from './key.ts';

/** Issues a key and shows it this once. */
@Injectable()
export class IssueKey {
  constructor(
    private readonly keys: KeyRepository,
    private readonly people: PersonRepository,
    private readonly box: SecretBox,
  ) {}

  async execute(network: string, wanted: NewKey, request: IdempotentRequest | undefined, now: Date) {
    const holder = await this.holderOf(network, wanted);
    // The answer carries the secret: it is kept, for a repeat of the request, only sealed.
    const sealed = await createOnce(this.keys.store.model, request, async () => {
      const apiKey = newApiKey();
      const key = this.newKey(apiKey, network, wanted, holder, now);
      const answer = this.box.seal(JSON.stringify({ ...keyView({ ...key, v: 0 }), key: writeApiKey(apiKey) }));
      await this.keys.add({ ...key, idempotency: idempotencyOf(request, answer, new Date()) }, now);
      return answer;
    });
    return JSON.parse(this.box.open(sealed)) as ReturnType<typeof keyView> & { key: string };
  }

  private newKey(
    { id, secret }: ApiKey,
    network: string,
    wanted: NewKey,
    holder: Pick<IssuedKey, 'principal' | 'grants'>,
    now: Date,
  ): Omit<IssuedKey, 'v'> {
    return {
      _id: id,
      name: wanted.name,
      network,
      ...holder,
      hash: hashSecret(secret),
      selfEndorsing: wanted.selfEndorsing,
      issuedAt: now.toISOString(),
      expiresAt: wanted.expiresAt ? new Date(wanted.expiresAt).toISOString() : null,
      revokedAt: null,
    };
  }

  private async holderOf(network: string, wanted: NewKey): Promise<Pick<IssuedKey, 'principal' | 'grants'>> {
    if (!wanted.person) {
      // `roles: []` makes one that receives, and contributes nothing.
      const contributes = !wanted.roles || wanted.roles.includes('contributor');
      const grants: Grant[] = contributes ? [{ role: 'contributor', network }] : [];
      return { principal: { kind: 'network', id: network }, grants };
    }
    const person = await this.people.store.find(wanted.person);
    if (!person?.grants.some((grant) => grant.network === network)) {
      throw new InvalidFields([
        {
          pointer: '/person',
          code: 'unknown-person',
          detail: { fr: 'Cette personne n’est pas membre du réseau.', en: 'This person is no member of the network.' },
        },
      ]);
    }
    const grants: Grant[] = (wanted.roles ?? []).map((role) => ({ role, network }));
    return { principal: { kind: 'person', id: person._id }, grants };
  }
}
