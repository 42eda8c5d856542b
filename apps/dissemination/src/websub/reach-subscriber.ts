import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OutboundHttp, type OutboundOutcome } from '#outbound-http';
import { SecretBox } from '#persistence';
import { feedUrl, mediaTypes } from '../feeds/feed.ts';
import { FeedCache } from '../feeds/feed-cache.ts';
import { PublicOrigin } from '../public-origin.ts';
import type { HubSubscription, Intent } from './hub-subscription.ts';
import { feedOfTopic } from './topic.ts';

/** How it ended: done, to be tried again, or never again. */
export type Ending =
  | { readonly ending: 'done'; readonly sent?: string }
  | { readonly ending: 'failed'; readonly reason: string }
  | { readonly ending: 'refused'; readonly reason: string };

const mostRendered = 50;

/** Talks to a subscriber: asks whether they meant it, and sends them the feed. */
@Injectable()
export class ReachSubscriber {
  /** One rendering serves all who get the same feed for the same cause. */
  private readonly rendered = new Map<string, Promise<{ readonly text: string }>>();

  constructor(
    private readonly http: OutboundHttp,
    private readonly feeds: FeedCache,
    private readonly origin: PublicOrigin,
    private readonly secrets: SecretBox,
  ) {}

  /** WebSub §5.3: only who can repeat a random word at that address meant it. */
  async verify({ mode, topic, callback, leaseSeconds }: Intent): Promise<Ending> {
    const challenge = randomBytes(24).toString('base64url');
    const url = new URL(callback);
    const asked = { mode, topic, challenge, ...(mode === 'subscribe' ? { lease_seconds: String(leaseSeconds) } : {}) };
    for (const [name, value] of Object.entries(asked)) url.searchParams.append(`hub.${name}`, value);
    const outcome = await this.http.send({ method: 'GET', url: url.href, headers: {}, maxBodyBytes: 1_024 });
    if (outcome.outcome !== 'answered') return endingOf(outcome);
    if (outcome.status >= 500) return { ending: 'failed', reason: `HTTP ${outcome.status}` };
    const isMeant = outcome.status >= 200 && outcome.status < 300 && outcome.body === challenge;
    return isMeant ? { ending: 'done' } : { ending: 'refused', reason: `HTTP ${outcome.status}, not confirmed` };
  }

  /** The whole feed, signed when a secret was given. What was sent last is not sent again. */
  async distribute({ topic, callback, secret, lastSent }: HubSubscription, cause: string): Promise<Ending> {
    const asked = feedOfTopic(this.origin, topic);
    if (!asked) return { ending: 'refused', reason: 'unknown topic' };
    const self = feedUrl(this.origin, asked);
    const { text } = await this.once(`${cause} ${self}`, () => this.feeds.renderNow(asked));
    const sent = createHash('sha256').update(text).digest('base64url');
    if (sent === lastSent) return { ending: 'done', sent };
    const body = Buffer.from(text);
    const key = secret === null ? null : this.secrets.open(secret);
    const outcome = await this.http.send({
      method: 'POST',
      url: callback,
      headers: {
        'content-type': mediaTypes[asked.format],
        link: `<${this.origin.address('/hub')}>; rel="hub", <${topic}>; rel="self"`,
        ...(key === null
          ? {}
          : { 'x-hub-signature': `sha256=${createHmac('sha256', key).update(body).digest('hex')}` }),
      },
      body,
    });
    if (outcome.outcome === 'answered' && outcome.status >= 200 && outcome.status < 300)
      return { ending: 'done', sent };
    return endingOf(outcome);
  }

  private once(key: string, render: () => Promise<{ readonly text: string }>): Promise<{ readonly text: string }> {
    const known = this.rendered.get(key);
    if (known) return known;
    const rendering = render();
    this.rendered.set(key, rendering);
    rendering.catch(() => this.rendered.delete(key));
    if (this.rendered.size > mostRendered) {
      const [oldest] = this.rendered.keys();
      if (oldest !== undefined) this.rendered.delete(oldest);
    }
    return rendering;
  }
}

const endingOf = (outcome: OutboundOutcome): Ending => {
  if (outcome.outcome === 'refused') return { ending: 'refused', reason: outcome.code };
  if (outcome.outcome === 'failed') return { ending: 'failed', reason: outcome.code };
  const reason = `HTTP ${outcome.status}`;
  return outcome.status === 410 ? { ending: 'refused', reason } : { ending: 'failed', reason };
};
