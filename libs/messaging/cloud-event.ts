import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { z } from 'zod';
import type { Announced, EventContract, ServiceName } from '#contracts';

/** As kept in an outbox. */
export interface StampedEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly aggregateVersion: number;
  readonly occurredAt: string;
  readonly traceparent?: string | undefined;
  readonly reannounced?: true | undefined;
  readonly data: unknown;
}

/** CloudEvents 1.0, NATS protocol binding, binary mode: attributes as `ce-*` headers, JSON data as payload. */
export const cloudEventHeaders = (event: StampedEvent, service: ServiceName): MsgHdrs => {
  const carried = headers();
  carried.set('ce-specversion', '1.0');
  carried.set('ce-id', event.id);
  carried.set('ce-source', `/essaim/${service}`);
  carried.set('ce-type', event.type);
  carried.set('ce-subject', event.subject);
  carried.set('ce-time', event.occurredAt);
  carried.set('ce-aggregateversion', String(event.aggregateVersion));
  carried.set('content-type', 'application/json');
  if (event.reannounced) carried.set('ce-reannounced', 'true');
  if (event.traceparent) carried.set('traceparent', event.traceparent);
  return carried;
};

const attributes = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1),
  occurredAt: z.iso.datetime(),
  aggregateVersion: z.coerce.number().int().nonnegative(),
});

/** Reads an event back and holds it against its contract. @throws ZodError or SyntaxError when it does not fit */
export const readCloudEvent = <Contract extends EventContract>(
  contract: Contract,
  carried: { get(name: string): string } | undefined,
  payload: Uint8Array,
): Announced<Contract> => {
  const get = (name: string) => carried?.get(name) || undefined;
  const envelope = attributes.parse({
    id: get('ce-id'),
    type: get('ce-type'),
    subject: get('ce-subject'),
    occurredAt: get('ce-time'),
    aggregateVersion: get('ce-aggregateversion'),
  });
  const data = contract.schema.parse(JSON.parse(new TextDecoder().decode(payload)));
  return {
    ...envelope,
    traceparent: get('traceparent'),
    ...(get('ce-reannounced') ? { reannounced: true } : {}),
    data,
  } as Announced<Contract>;
};
