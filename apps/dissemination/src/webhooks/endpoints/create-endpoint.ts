import { Injectable } from '@nestjs/common';
import { networksOf, type Principal } from '#access';
import { Wake } from '#messaging';
import { createOnce, type IdempotentRequest, idempotencyOf, newId, SecretBox } from '#persistence';
import { Forbidden, InvalidFields } from '#platform';
import { QueueTest } from '../sending/queue-test.ts';
import { newSigningSecret } from '../sending/signature.ts';
import { keptAddress } from './address.ts';
import { AdmitAddress, type Warning } from './admit-address.ts';
import { requireFormat } from './endpoint.problems.ts';
import { EndpointRepository } from './endpoint.repository.ts';
import { type Endpoint, endpointView, type NewEndpoint, partitions } from './endpoint.ts';
import { isChat } from './endpoint-format.ts';
import { NetworkKeys } from './network-keys.ts';

/** What is answered once: a chat verifies no signature, and has no secret. */
type Created = ReturnType<typeof endpointView> & { readonly secret?: string; readonly warnings: readonly Warning[] };

/** Registers an address to post to, shows its secret this once, and asks it for a sign of life. */
@Injectable()
export class CreateEndpoint {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly keys: NetworkKeys,
    private readonly queueTest: QueueTest,
    private readonly box: SecretBox,
    private readonly wake: Wake,
    private readonly admitAddress: AdmitAddress,
  ) {}

  async execute(wanted: NewEndpoint, caller: Principal, request: IdempotentRequest | undefined, now: Date) {
    const network = ownerOf(wanted, caller);
    requireFormat(wanted);
    const warnings = await this.admitAddress.execute({ ...wanted, network });
    if (wanted.signatures.includes('v1a')) await this.keys.ensure(network, now);
    // The answer carries the secret: it is kept, for a repeat of the request, only sealed.
    const sealed = await createOnce(this.endpoints.store.model, request, async () => {
      const secret = isChat(wanted.format) ? undefined : newSigningSecret();
      const endpoint = this.newEndpoint(wanted, network, secret, now);
      const answer = this.box.seal(JSON.stringify({ ...endpointView({ ...endpoint, v: 0 }), secret, warnings }));
      await this.endpoints.store.insert({ ...endpoint, idempotency: idempotencyOf(request, answer, new Date()) }, now);
      return answer;
    });
    const answer = JSON.parse(this.box.open(sealed)) as Created;
    const endpoint = await this.endpoints.store.find(answer.id);
    if (endpoint) await this.queueTest.ping(endpoint, now);
    this.wake.call('webhooks');
    return answer;
  }

  private newEndpoint(
    wanted: NewEndpoint,
    network: string,
    secret: string | undefined,
    now: Date,
  ): Omit<Endpoint, 'v'> {
    const { url, headers, network: _, ...rest } = wanted;
    return {
      ...rest,
      ...keptAddress(url, wanted.format, this.box),
      ...keptHeaders(headers, this.box),
      _id: newId(),
      network,
      events: withPing(wanted.events),
      description: wanted.description ?? null,
      ratePerSecond: wanted.ratePerSecond ?? null,
      secrets: secret ? [{ sealed: this.box.seal(secret), createdAt: now.toISOString(), validUntil: null }] : [],
      status: 'unverified',
      reason: null,
      partition: Math.floor(Math.random() * partitions),
      addresses: 1,
      verifiedAddress: 0,
      replay: null,
      createdAt: now.toISOString(),
    };
  }
}

/** A ping comes to everyone, asked for or not. */
export const withPing = (events: NewEndpoint['events']): NewEndpoint['events'] => [
  ...new Set([...events, 'ping' as const]),
];

/** The values may be credentials of a gateway: sealed. */
export const keptHeaders = (
  headers: Readonly<Record<string, string>> | null | undefined,
  box: SecretBox,
): Pick<Endpoint, 'sealedHeaders' | 'headerNames'> => {
  const headerNames = Object.keys(headers ?? {});
  return { sealedHeaders: headerNames.length ? box.seal(JSON.stringify(headers)) : null, headerNames };
};

/** A network's own key, or somebody who acts for it. */
const ownerOf = ({ network }: NewEndpoint, caller: Principal): string => {
  const own = managedNetworks(caller);
  const [only] = own;
  if (network) {
    if (!own.includes(network)) throw new Forbidden();
    return network;
  }
  if (own.length > 1) {
    throw new InvalidFields([
      {
        pointer: '/network',
        code: 'required',
        detail: {
          fr: 'Cette clé sert plusieurs réseaux : dites lequel.',
          en: 'This key serves several networks: say which.',
        },
      },
    ]);
  }
  if (!only) throw new Forbidden();
  return only;
};

/** The networks whose endpoints somebody manages: a network's key its own, a facilitator theirs. */
export const managedNetworks = (caller: Principal): string[] =>
  caller.kind === 'network' ? [caller.id] : networksOf(caller, 'facilitator');
