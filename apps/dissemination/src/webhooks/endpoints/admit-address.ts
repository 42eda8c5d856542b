import { Inject, Injectable } from '@nestjs/common';
import { checkAddressResolved, type OutboundPolicy } from '#outbound-http';
import { SecretBox } from '#persistence';
import { addressOf, keptAddress } from './address.ts';
import { chatOf } from './chat-address.ts';
import { refusedAddress, wrongFormat } from './endpoint.problems.ts';
import { EndpointRepository } from './endpoint.repository.ts';
import type { Endpoint } from './endpoint.ts';
import { chatNames, type EndpointFormat } from './endpoint-format.ts';
import { WEBHOOK_POLICY } from './webhook-policy.ts';

/** Something that may well be meant, and that its owner should know. `code` is public, so never renamed. */
export interface Warning {
  readonly code: 'same-address' | 'looks-like-chat';
  readonly pointer: string;
  readonly detail: string;
}

/** Whether an address may be posted to, in that format, for that network. */
@Injectable()
export class AdmitAddress {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly box: SecretBox,
    @Inject(WEBHOOK_POLICY) private readonly policy: OutboundPolicy,
  ) {}

  /**
   * @param wanted its `_id` is absent for one that is new.
   * @throws InvalidFields for an address that we will not post to, or one of a chat that does not read this format.
   */
  async execute(wanted: Pick<Endpoint, 'url' | 'format' | 'network'> & { _id?: string }): Promise<Warning[]> {
    const check = await checkAddressResolved(wanted.url, this.policy);
    if (!check.ok) throw refusedAddress(check);
    const chat = chatOf(wanted.url);
    if (chat?.isSure && chat.format !== wanted.format) throw wrongFormat(chat.format, wanted._id !== undefined);
    const others = await this.others(wanted);
    return [
      ...(chat && wanted.format === 'standard' ? [looksLikeChat(chat.format)] : []),
      ...(others.length > 0 ? [sameAddress(others)] : []),
    ];
  }

  private async others({ url, format, network, _id }: Parameters<AdmitAddress['execute']>[0]): Promise<Endpoint[]> {
    const found = await this.endpoints.atAddress(network, keptAddress(url, format, this.box).url);
    return found.filter((other) => other._id !== _id && addressOf(other, this.box) === url);
  }
}

const looksLikeChat = (format: Exclude<EndpointFormat, 'standard'>): Warning => ({
  code: 'looks-like-chat',
  pointer: '/format',
  detail: `Cette adresse ressemble à celle d’un canal ${chatNames[format]}, qui ne lit pas le format « standard ». Si c’en est un, recréez ce point de réception avec le format « ${format} ».`,
});

const sameAddress = (others: readonly Endpoint[]): Warning => ({
  code: 'same-address',
  pointer: '/url',
  detail: `Ce réseau a déjà un point de réception à cette adresse (${others.map(({ _id }) => _id).join(', ')}) : ce qui répond aux deux y arrivera deux fois.`,
});
