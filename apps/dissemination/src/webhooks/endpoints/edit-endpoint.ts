import { Inject, Injectable } from '@nestjs/common';
import { Wake } from '#messaging';
import { checkAddressResolved, type OutboundPolicy } from '#outbound-http';
import { SecretBox } from '#persistence';
import { QueueTest } from '../sending/queue-test.ts';
import { keptAddress } from './address.ts';
import { keptHeaders, withPing } from './create-endpoint.ts';
import { EndpointNotVerified, refusedAddress, requireFormat } from './endpoint.problems.ts';
import { EndpointRepository } from './endpoint.repository.ts';
import type { Endpoint, EndpointEdits } from './endpoint.ts';
import { NetworkKeys } from './network-keys.ts';
import { WEBHOOK_POLICY } from './webhook-policy.ts';

/** Changes what an endpoint gets, where, and whether. What waits for it goes to its new address. */
@Injectable()
export class EditEndpoint {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly keys: NetworkKeys,
    private readonly queueTest: QueueTest,
    private readonly box: SecretBox,
    private readonly wake: Wake,
    @Inject(WEBHOOK_POLICY) private readonly policy: OutboundPolicy,
  ) {}

  async execute(endpoint: Endpoint, edits: EndpointEdits, now: Date): Promise<Endpoint> {
    const { url, headers, ...rest } = edits;
    if (edits.status && endpoint.status === 'unverified') throw new EndpointNotVerified(endpoint.status);
    requireFormat({ format: endpoint.format, ...edits });
    if (url && url !== endpoint.url) {
      const check = await checkAddressResolved(url, this.policy);
      if (!check.ok) throw refusedAddress(check);
    }
    if (edits.signatures?.includes('v1a')) await this.keys.ensure(endpoint.network, now);
    const moved = url && url !== this.addressOf(endpoint) && url !== endpoint.url ? url : null;
    const changes: Partial<Endpoint> = {
      ...rest,
      ...(edits.status ? { reason: null } : {}),
      ...(edits.events ? { events: withPing(edits.events) } : {}),
      ...(headers === undefined ? {} : keptHeaders(headers, this.box)),
      ...(moved ? this.move(endpoint, moved) : {}),
    };
    const changed = await this.endpoints.store.save(endpoint, changes, now);
    if (moved) await this.queueTest.ping(changed, now);
    this.wake.call('webhooks');
    return changed;
  }

  /** Another address is another receiver: it answers a ping before anything else comes. */
  private move(endpoint: Endpoint, url: string): Partial<Endpoint> {
    return {
      ...keptAddress(url, endpoint.format, this.box),
      status: 'unverified',
      reason: null,
      addresses: endpoint.addresses + 1,
    };
  }

  private addressOf({ url, sealedUrl }: Endpoint): string {
    return sealedUrl ? this.box.open(sealedUrl) : url;
  }
}
