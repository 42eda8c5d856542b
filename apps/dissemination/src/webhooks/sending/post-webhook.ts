import { Injectable } from '@nestjs/common';
import { OutboundHttp, type OutboundOutcome } from '#outbound-http';
import { SecretBox } from '#persistence';
import type { Cause } from '../../ledger/ledger.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { type Attempt, type WebhookDelivery, webhookId } from '../log/webhook-delivery.ts';
import { retryAfterMs, retryDelay } from './retry-schedule.ts';
import { signedHeaders, webhookBody } from './signature.ts';

/** How a delivery ended, and so what happens next: nothing, another attempt, giving up, or the end of the endpoint. */
export type Ending =
  | { readonly outcome: 'delivered'; readonly attempt: Attempt }
  | { readonly outcome: 'retry'; readonly attempt: Attempt; readonly dueAt: Date }
  | { readonly outcome: 'failed'; readonly attempt: Attempt }
  | { readonly outcome: 'gone'; readonly attempt: Attempt };

const timeoutMs = 15_000;
const keptAnswerChars = 1_000;

/** Posts one webhook, signed for this attempt (Standard Webhooks 1.0). Never throws. */
@Injectable()
export class PostWebhook {
  // Opening a secret costs more than signing with it.
  private readonly secrets = new Map<string, string>();

  constructor(
    private readonly http: OutboundHttp,
    private readonly box: SecretBox,
  ) {}

  async execute(row: WebhookDelivery, endpoint: Endpoint, cause: Cause): Promise<Ending> {
    const at = new Date();
    const body = webhookBody(cause, row.sequence ?? 0);
    const outcome = await this.http.send({
      method: 'POST',
      url: endpoint.url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...signedHeaders(this.secretOf(endpoint), webhookId(row), at, body),
      },
      body,
      timeoutMs,
    });
    return endingOf(outcome, row, at);
  }

  private secretOf({ secret }: Endpoint): string {
    const known = this.secrets.get(secret);
    if (known) return known;
    const opened = this.box.open(secret);
    if (this.secrets.size > 10_000) this.secrets.clear();
    this.secrets.set(secret, opened);
    return opened;
  }
}

const endingOf = (outcome: OutboundOutcome, row: WebhookDelivery, at: Date): Ending => {
  const attempt = attemptOf(outcome, at);
  if (outcome.outcome === 'answered') {
    if (outcome.status >= 200 && outcome.status < 300) return { outcome: 'delivered', attempt };
    if (outcome.status === 410) return { outcome: 'gone', attempt };
  }
  const asked = outcome.outcome === 'answered' ? retryAfterMs(header(outcome.headers['retry-after']), at) : null;
  const delay = retryDelay(row.attempts + 1, asked, Math.random());
  return delay === null
    ? { outcome: 'failed', attempt }
    : { outcome: 'retry', attempt, dueAt: new Date(at.getTime() + delay) };
};

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const attemptOf = (outcome: OutboundOutcome, at: Date): Attempt =>
  outcome.outcome === 'answered'
    ? {
        at,
        status: outcome.status,
        latencyMs: Math.round(outcome.latencyMs),
        answer: outcome.body.slice(0, keptAnswerChars),
        error: null,
      }
    : {
        at,
        status: null,
        latencyMs: outcome.outcome === 'failed' ? Math.round(outcome.latencyMs) : 0,
        answer: null,
        error: outcome.code,
      };
