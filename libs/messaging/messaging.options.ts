import type { Announcer, ServiceName } from '#contracts';

export const MESSAGING_OPTIONS = Symbol('messaging options');

export interface MessagingOptions {
  readonly service: ServiceName;
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Of each stream: 1 on one machine, 3 in a cluster. */
  readonly replicas: number;
  /** Set for a service that announces and hears nothing. */
  readonly asksOnly?: boolean;
  /** Instead of the usual back-off between deliveries. */
  readonly retryDelayMs?: (deliveryCount: number) => number;
  /** Instead of the usual silence after which a delivery comes again. */
  readonly ackWaitMs?: number;
}

/** The stream of a service that announces events: `EDITORIAL` holds `editorial.>`. */
export const streamOf = (service: Announcer): string => service.toUpperCase();

/** Where a service keeps what its reactions could not handle. */
export const deadLetterStreamOf = (service: ServiceName): string => `${service.toUpperCase()}_DEAD_LETTERS`;

export const deadLetterSubject = (service: ServiceName, durable: string): string => `dead-letter.${service}.${durable}`;

/** Where a service keeps the highest numbers it reached, one message each. */
export const markStreamOf = (service: ServiceName): string => `${service.toUpperCase()}_MARKS`;

export const markSubject = (service: ServiceName, name: string): string => `mark.${service}.${name}`;

/** `PublishEntry` is `publish-entry`. */
export const kebabCase = (className: string): string => className.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** `publish-entry` of dissemination is the durable consumer `dissemination__publish-entry`. */
export const durableOf = (service: ServiceName, name: string): string => `${service}__${name}`;

/** How long to wait before the next delivery. Grows, then stays at five minutes. */
export const retryDelayMs = (deliveryCount: number): number =>
  [100, 500, 2_000, 10_000, 30_000, 60_000, 120_000][deliveryCount - 1] ?? 300_000;

/** A message that came this often, and was never handled, is put aside for a person. */
export const maxDeliveries = 10;
