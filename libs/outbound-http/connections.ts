import { isIP, Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import type { OutboundPolicy } from './outbound-policy.ts';
import { isReachable } from './reachable-address.ts';
import { AddressRefused, guardedLookup, type Lookup } from './resolve-host.ts';

const connectTimeoutMs = 10_000;

/** Opens sockets to checked addresses only. A literal is checked here because `net` looks nothing up for it. */
export const guardedConnector = (policy: OutboundPolicy, lookup: Lookup): buildConnector.connector => {
  // Without a family, Node asks the lookup for all addresses and tries them in turn.
  const connect = buildConnector({ lookup: guardedLookup(policy, lookup), timeout: connectTimeoutMs, allowH2: false });
  return (options, callback) =>
    isIP(options.hostname) && !isReachable(options.hostname, policy)
      ? callback(new AddressRefused(options.hostname), null)
      : connect(options, callback);
};

/** One connection to one origin, carrying one request at a time; it reopens by itself. */
export class Connection {
  readonly client: Client;
  private socket: unknown;

  constructor(
    readonly origin: string,
    connect: buildConnector.connector,
  ) {
    this.client = new Client(origin, {
      connect: (options, callback) => {
        this.socket = connect(options, callback);
      },
      // The caller's one clock covers connecting, headers and body.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Cuts it at once, even while it is being opened; its request fails with this error. */
  cut(error: Error): void {
    void this.client.destroy(error).catch(() => undefined);
    if (this.socket instanceof Socket) this.socket.destroy(error);
  }
}

/** Connections kept for reuse, never more than `limit` in all: the one that has rested longest makes room. */
export class Connections {
  private readonly all = new Set<Connection>();
  /** Oldest first. */
  private readonly resting = new Set<Connection>();
  private readonly restingAt = new Map<string, Connection[]>();

  constructor(
    private readonly limit: number,
    private readonly connect: buildConnector.connector,
  ) {}

  /** The caller borrows at most `limit` at a time. */
  borrow(origin: string): Connection {
    const rested = this.restingAt.get(origin)?.at(-1);
    if (rested) {
      this.disturb(rested);
      return rested;
    }
    const [oldest] = this.resting;
    if (oldest && this.all.size >= this.limit) this.discard(oldest);
    const connection = new Connection(origin, this.connect);
    this.all.add(connection);
    return connection;
  }

  giveBack(connection: Connection): void {
    this.resting.add(connection);
    const there = this.restingAt.get(connection.origin);
    if (there) there.push(connection);
    else this.restingAt.set(connection.origin, [connection]);
  }

  discard(connection: Connection, error = new Error('The connection was discarded')): void {
    this.disturb(connection);
    this.all.delete(connection);
    connection.cut(error);
  }

  /** Lets requests under way end, then closes everything. */
  async close(): Promise<void> {
    await Promise.all([...this.all].map(({ client }) => client.close().catch(() => undefined)));
  }

  private disturb(connection: Connection): void {
    if (!this.resting.delete(connection)) return;
    const left = (this.restingAt.get(connection.origin) ?? []).filter((each) => each !== connection);
    if (left.length > 0) this.restingAt.set(connection.origin, left);
    else this.restingAt.delete(connection.origin);
  }
}
