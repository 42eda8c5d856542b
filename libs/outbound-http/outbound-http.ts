import { checkAddress } from './check-address.ts';
import { Connections, guardedConnector } from './connections.ts';
import { failure, Interrupted, type OutboundOutcome, OutOfTime, outcomeOfError, refusal } from './outbound-outcome.ts';
import type { OutboundPolicy } from './outbound-policy.ts';
import {
  areHeadersSound,
  drained,
  isEmpty,
  keptHeaders,
  type OutboundRequest,
  readBeginning,
  textOf,
  withUserAgent,
} from './outbound-request.ts';
import { type Lookup, resolveHost } from './resolve-host.ts';
import { KeyedSlots, Slots } from './slots.ts';

export interface OutboundOptions {
  /** Replaces DNS, in tests. */
  readonly lookup?: Lookup;
  /** `Essaim/<version> (+https://…)`: who is calling, and where to complain. */
  readonly userAgent?: string;
  /** In use at once; beyond about 64 a process gets slower. */
  readonly connections?: number;
  /** Open in all, at rest ones included: opening one costs more than a request. */
  readonly open?: number;
  /** To one origin, so that a slow one delays nobody else. */
  readonly perOrigin?: number;
}

const defaults = { timeoutMs: 15_000, maxBodyBytes: 16 * 1024, connections: 64, open: 256, perOrigin: 8 };

/**
 * The only HTTP client allowed to reach addresses that users gave; one per process.
 * Every connection goes to an address checked at that very moment; redirects are answers, never followed; endings are values.
 */
export class OutboundHttp {
  private readonly connections: Connections;
  private readonly inProcess: Slots;
  private readonly atOrigin: KeyedSlots;
  private readonly userAgent: string;
  private closed = false;

  constructor(
    private readonly policy: OutboundPolicy,
    options: OutboundOptions = {},
  ) {
    const limit = options.connections ?? defaults.connections;
    const open = Math.max(limit, options.open ?? defaults.open);
    this.connections = new Connections(open, guardedConnector(policy, options.lookup ?? resolveHost));
    this.inProcess = new Slots(limit);
    this.atOrigin = new KeyedSlots(options.perOrigin ?? defaults.perOrigin);
    this.userAgent = options.userAgent ?? 'Essaim';
  }

  /** Sends one request and tells how it ended. Never throws, never tries again. */
  async send(request: OutboundRequest): Promise<OutboundOutcome> {
    const check = checkAddress(request.url, this.policy);
    if (!check.ok) return { outcome: 'refused', code: check.code, detail: check.detail };
    if (!areHeadersSound(request.headers)) return refusal('invalid-header');
    return this.inTurn(check.url.origin, request.signal, () => this.exchange(check.url, request));
  }

  /** Lets requests under way end, refuses further ones, closes the connections. */
  async close(): Promise<void> {
    this.closed = true;
    await this.connections.close();
  }

  /** First a place at the origin, then one in the process: those who wait for a slow origin hold nothing that others need. */
  private async inTurn(
    origin: string,
    signal: AbortSignal | undefined,
    exchange: () => Promise<OutboundOutcome>,
  ): Promise<OutboundOutcome> {
    if (!(await this.atOrigin.take(origin, signal))) return failure('aborted', 0);
    try {
      if (!(await this.inProcess.take(signal))) return failure('aborted', 0);
      try {
        return this.closed || signal?.aborted ? failure('aborted', 0) : await exchange();
      } finally {
        this.inProcess.give();
      }
    } finally {
      this.atOrigin.give(origin);
    }
  }

  private async exchange(url: URL, request: OutboundRequest): Promise<OutboundOutcome> {
    const startedAt = performance.now();
    const elapsedMs = () => Math.round(performance.now() - startedAt);
    const connection = this.connections.borrow(url.origin);
    // The connection carries this request alone, so cutting it is how the request is stopped.
    let stopped: Error | undefined;
    const stop = (why: Error) => {
      stopped = why;
      this.connections.discard(connection, why);
    };
    const interrupt = () => stop(new Interrupted());
    const timer = setTimeout(() => stop(new OutOfTime()), request.timeoutMs ?? defaults.timeoutMs);
    request.signal?.addEventListener('abort', interrupt, { once: true });
    try {
      const { statusCode, headers, body } = await connection.client.request({
        method: request.method,
        path: url.pathname + url.search,
        headers: withUserAgent(request.headers, this.userAgent),
        body: request.body,
      });
      const most = request.maxBodyBytes ?? defaults.maxBodyBytes;
      const { bytes, truncated } = await (isEmpty(statusCode, headers) ? drained(body) : readBeginning(body, most));
      if (truncated || stopped) this.connections.discard(connection);
      else this.connections.giveBack(connection);
      return {
        outcome: 'answered',
        status: statusCode,
        headers: keptHeaders(headers, request.keepHeaders),
        body: textOf(bytes, truncated),
        bytes,
        truncated,
        latencyMs: elapsedMs(),
      };
    } catch (error) {
      this.connections.discard(connection);
      return outcomeOfError(stopped ?? error, elapsedMs());
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', interrupt);
    }
  }
}
