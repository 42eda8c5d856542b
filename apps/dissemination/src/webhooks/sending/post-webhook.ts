import { Injectable } from '@nestjs/common';
import { OutboundHttp, type OutboundOutcome } from '#outbound-http';
import type { Cause } from '../../ledger/ledger.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { isChat } from '../endpoints/endpoint-format.ts';
import { cardOf } from '../formats/card.ts';
import { chatBody } from '../formats/chat-body.ts';
import { type Attempt, type WebhookDelivery, webhookId } from '../log/webhook-delivery.ts';
import { Credentials } from './credentials.ts';
import { type Ending, endingOf } from './ending.ts';
import { signedHeaders, webhookBody } from './signature.ts';

/** A row of the ledger, with what it says. */
export interface Item {
  readonly row: WebhookDelivery;
  readonly cause: Cause;
}

/** Posts one webhook, signed for this attempt (Standard Webhooks 1.0), or one message to a chat. Never throws. */
@Injectable()
export class PostWebhook {
  constructor(
    private readonly http: OutboundHttp,
    private readonly credentials: Credentials,
  ) {}

  /** @param items one; several only for a chat, which then gets them in one message. */
  async execute(items: readonly [Item, ...Item[]], endpoint: Endpoint): Promise<Ending> {
    const at = new Date();
    const [{ row }] = items;
    const request = await this.write(items, endpoint, at).catch((error: unknown) => error);
    // What cannot be written cannot be written later: its owner sees it failed.
    if (!isRequest(request)) return { outcome: 'failed', attempt: unwritten(at), isTheirs: false };
    const outcome: OutboundOutcome = await this.http.send({
      method: 'POST',
      ...request,
      timeoutMs: endpoint.timeoutSeconds * 1_000,
    });
    return endingOf(outcome, row.attempts, at, Math.random());
  }

  private async write(items: readonly [Item, ...Item[]], endpoint: Endpoint, at: Date): Promise<Request> {
    const { url, headers, signers } = await this.credentials.of(endpoint, at);
    const type = { 'content-type': 'application/json; charset=utf-8' };
    const [{ row, cause }] = items;
    if (isChat(endpoint.format)) {
      const cards = items.map((item) => cardOf(item.cause));
      return { url, headers: { ...headers, ...type }, body: chatBody[endpoint.format](cards) };
    }
    const body = webhookBody(cause, row.sequence ?? 0);
    return { url, headers: { ...headers, ...type, ...signedHeaders(signers, webhookId(row), at, body) }, body };
  }
}

interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const isRequest = (value: unknown): value is Request =>
  typeof value === 'object' && value !== null && 'body' in value && 'url' in value;

const unwritten = (at: Date): Attempt => ({ at, status: null, latencyMs: 0, answer: null, error: 'not-written' });
