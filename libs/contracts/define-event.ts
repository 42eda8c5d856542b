import type { z } from 'zod';

/** The services that announce events. Each owns one JetStream stream, named after it. */
export const announcers = ['submission', 'editorial', 'watch', 'dissemination'] as const;
export type Announcer = (typeof announcers)[number];

/**
 * Something that happened, as a promise to every consumer: the type is its NATS subject
 * (`<service>.<thing>.<past participle>.v<n>`), and the schema only ever gains optional fields.
 */
export interface EventContract<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly service: Announcer;
  readonly schema: Schema;
  readonly summary: string;
}

/** What the outbox stamps on an event: CloudEvents 1.0 attributes, in our words. */
export interface Announced<Contract extends EventContract = EventContract> {
  /** Unique for ever; also the JetStream message id. */
  readonly id: string;
  readonly type: Contract['type'];
  /** The aggregate that it happened to. */
  readonly subject: string;
  /** Counts the writes of that aggregate: a read model keeps the highest it has seen. */
  readonly aggregateVersion: number;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  /** W3C Trace Context of the request that caused it. */
  readonly traceparent?: string | undefined;
  /** Told again because a stream was lost: read models take it, nobody is written to for it. */
  readonly reannounced?: true | undefined;
  readonly data: z.output<Contract['schema']>;
}

/** An event not yet stamped: saved together with the state that it tells of. */
export interface Announcement<Contract extends EventContract = EventContract> {
  readonly type: Contract['type'];
  readonly data: z.output<Contract['schema']>;
}

const catalogue = new Map<string, EventContract>();
const typePattern = /^(submission|editorial|watch|dissemination)\.[a-z-]+\.[a-z-]+\.v\d+$/;

/**
 * Declares an event, once for the whole product.
 *
 * @throws Error when the type is malformed or declared twice: a mistake of ours, seen at boot.
 */
export const defineEvent = <Type extends string, Schema extends z.ZodType>(
  type: Type,
  summary: string,
  schema: Schema,
): EventContract<Type, Schema> => {
  const service = typePattern.exec(type)?.[1] as Announcer | undefined;
  if (!service) throw new Error(`${type} is not <service>.<thing>.<past participle>.v<n>`);
  if (catalogue.has(type)) throw new Error(`${type} is declared twice`);
  const contract = { type, service, schema, summary };
  catalogue.set(type, contract);
  return contract;
};

/** Every event there is, for documentation and for operators' tools. */
export const allEvents = (): readonly EventContract[] => [...catalogue.values()];

/** Makes an announcement of a declared event; the schema is checked so that a malformed one never leaves. */
export const announce = <Contract extends EventContract>(
  contract: Contract,
  data: z.input<Contract['schema']>,
): Announcement<Contract> => ({
  type: contract.type,
  data: contract.schema.parse(data) as z.output<Contract['schema']>,
});
