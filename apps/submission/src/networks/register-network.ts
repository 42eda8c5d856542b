import { Injectable } from '@nestjs/common';
import { createOnce, type IdempotentRequest, idempotencyOf, isDuplicateKey, newId } from '#persistence';
import { SlugTaken } from './network.problems.ts';
import { NetworkRepository } from './network.repository.ts';
import { type NewNetwork, networkDetail } from './network.ts';
import { NetworkContacts } from './network-contacts.ts';

export type NetworkDetail = ReturnType<typeof networkDetail>;

/** Enters a network into the directory. @throws SlugTaken (409) */
@Injectable()
export class RegisterNetwork {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly contacts: NetworkContacts,
  ) {}

  async execute(wanted: NewNetwork, request: IdempotentRequest | undefined, now: Date): Promise<NetworkDetail> {
    await this.contacts.refuseSuppressed(wanted.contacts ?? []);
    const sponsor = wanted.sponsor ? (await this.networks.named(wanted.sponsor, '/sponsor'))._id : null;
    return createOnce(this.networks.store.model, request, async () => {
      const network = {
        _id: newId(),
        ...wanted,
        sector: wanted.sector ?? null,
        supportLevel: wanted.supportLevel ?? null,
        sponsor,
        registeredAt: now.toISOString(),
      };
      const view = networkDetail({ ...network, v: 0 });
      await this.networks.add({ ...network, idempotency: idempotencyOf(request, view, new Date()) }, now);
      return view;
    }).catch((error: unknown) => {
      throw isDuplicateKey(error) ? new SlugTaken(wanted.slug) : error;
    });
  }

  /** At most one network for a cause, however often it is asked for. */
  async once(cause: string, wanted: NewNetwork, now: Date): Promise<NetworkDetail> {
    return this.execute(wanted, { scope: 'register-network', key: cause, body: null }, now);
  }
}
