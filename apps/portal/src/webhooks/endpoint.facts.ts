import type { ResourceFilter } from '#contracts';

/** An endpoint, as the API tells it. */
export interface EndpointFacts {
  readonly id: string;
  /** Of a chat: its beginning and end. */
  readonly url: string;
  readonly format: string;
  readonly events: readonly string[];
  readonly filter: ResourceFilter;
  readonly description: string | null;
  /** Their values are never shown. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signatures: readonly string[];
  readonly rhythm: { readonly every: string; readonly hour?: number; readonly day?: number };
  readonly ratePerSecond: number | null;
  readonly timeoutSeconds: number;
  readonly secrets: readonly { readonly createdAt: string; readonly validUntil: string | null }[];
  readonly status: string;
  readonly reason: string | null;
  readonly network: string;
  readonly replay: { readonly since: string; readonly what: string } | null;
  readonly health?: {
    readonly failingSince: string | null;
    readonly failures: number;
    readonly lastError?: string | null;
    readonly restsUntil: string | null;
  };
}

/** What its owner is told when it is registered, or moved: it may well be meant. */
export interface Warned {
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
}

/** Something that was sent, or is to be, with each attempt. */
export interface DeliveryFacts {
  readonly id: string;
  readonly type: string;
  readonly title: string | null;
  readonly sequence: number | null;
  readonly status: string;
  readonly attempts: number;
  readonly log: readonly {
    readonly at: string;
    readonly status: number | null;
    readonly latencyMs: number;
    readonly answer: string | null;
    readonly error: string | null;
    readonly manual: boolean;
  }[];
  readonly nextAttemptAt: string | null;
  readonly createdAt: string;
}

export interface EventTypeFacts {
  readonly type: string;
  readonly audience: 'everyone' | 'producer';
  readonly heading: string;
  readonly description: string;
}

export interface ListOf<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next: string | null;
}
