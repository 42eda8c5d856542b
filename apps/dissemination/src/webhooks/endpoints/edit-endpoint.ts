import { Injectable } from '@nestjs/common';
import { Wake } from '#messaging';
import { SecretBox } from '#persistence';
import { QueueTest } from '../sending/queue-test.ts';
import { addressOf, keptAddress } from './address.ts';
import { AdmitAddress, type Warning } from './admit-address.ts';
import { keptHeaders, withPing } from './create-endpoint.ts';
import { EndpointNotVerified, requireFormat } from './endpoint.problems.ts';
import { EndpointRepository } from './endpoint.repository.ts';
import type { Endpoint, EndpointEdits } from './endpoint.ts';
import { NetworkKeys } from './network-keys.ts';

/** Changes what an endpoint gets, where, and whether. What waits for it goes to its new address. */
@Injectable()
export class EditEndpoint {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly keys: NetworkKeys,
    private readonly queueTest: QueueTest,
    private readonly box: SecretBox,
    private readonly wake: Wake,
    private readonly admitAddress: AdmitAddress,
  ) {}

  async execute(endpoint: Endpoint, edits: EndpointEdits, now: Date): Promise<Edited> {
    const { url, headers, ...rest } = edits;
    if (edits.status && endpoint.status === 'unverified') throw new EndpointNotVerified(endpoint.status);
    requireFormat({ format: endpoint.format, ...edits });
    // As its owner sees it, or whole: the same address.
    const moved = url && url !== endpoint.url && url !== addressOf(endpoint, this.box) ? url : null;
    const warnings = moved ? await this.admitAddress.execute({ ...endpoint, url: moved }) : [];
    if (edits.signatures?.includes('v1a')) await this.keys.ensure(endpoint.network, now);
    const asked = moved !== null || isUnanswered(endpoint, edits);
    const changes: Partial<Endpoint> = {
      ...rest,
      ...(edits.status ? { reason: null } : {}),
      ...(edits.events ? { events: withPing(edits.events) } : {}),
      ...(headers === undefined ? {} : keptHeaders(headers, this.box)),
      ...(moved ? keptAddress(moved, endpoint.format, this.box) : {}),
      // Another address is another receiver: it answers a ping before anything else comes.
      ...(asked ? { status: 'unverified', reason: null, addresses: endpoint.addresses + 1 } : {}),
    };
    const changed = await this.endpoints.store.save(endpoint, changes, now);
    if (asked) await this.queueTest.ping(changed, now);
    this.wake.call('webhooks');
    return { endpoint: changed, warnings };
  }
}

export interface Edited {
  readonly endpoint: Endpoint;
  readonly warnings: readonly Warning[];
}

/** It was disabled before its present address ever answered: enabling it asks once more. */
const isUnanswered = ({ status, addresses, verifiedAddress }: Endpoint, edits: EndpointEdits): boolean =>
  status === 'disabled' && edits.status !== undefined && verifiedAddress !== undefined && verifiedAddress !== addresses;
