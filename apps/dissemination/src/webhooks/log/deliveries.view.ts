import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '#platform';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { retentionDays } from '../../ledger/ledger.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { DepartureRepository } from '../sending/departure.repository.ts';
import { restsUntil } from '../sending/endpoint-health.ts';
import { HealthRepository } from '../sending/health.repository.ts';
import { webhookBody } from '../sending/signature.ts';
import type { ListQuery } from './list-query.ts';
import { deliveryOfWebhookId, deliveryView, type WebhookDelivery, webhookId } from './webhook-delivery.ts';

const position = z.tuple([z.iso.datetime(), z.string()]);
const dayMs = 24 * 3600 * 1_000;

/** Reads the ledger for the owner of one endpoint, who was checked: nothing here looks beyond that endpoint. */
@Injectable()
export class DeliveriesView {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly departures: DepartureRepository,
    private readonly healths: HealthRepository,
  ) {}

  /** The newest first, as long as it is kept. */
  async list(endpoint: string, query: ListQuery, now: Date) {
    const { limit, cursor, ...wanted } = query;
    const all = matching(endpoint, wanted, now);
    const [at, last] = (cursor && decodeCursor(cursor, position)) || [];
    const rest = at
      ? { $or: [{ createdAt: { $lt: new Date(at) } }, { createdAt: new Date(at), _id: { $lt: last } }] }
      : {};
    const [rows, total, health] = await Promise.all([
      this.ledger.deliveries
        .find({ $and: [all, rest] } as never)
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit)
        .lean<WebhookDelivery[]>(),
      this.ledger.deliveries.countDocuments(all as never),
      this.healths.find(endpoint),
    ]);
    const rests = restsUntil(health, now);
    const end = rows.length === limit ? rows.at(-1) : undefined;
    const given = Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const next = new URLSearchParams([['limit', String(limit)], ...given]);
    if (end) next.set('cursor', encodeCursor([end.createdAt.toISOString(), end._id]));
    return {
      items: rows.map((row) => deliveryView(row, rests)),
      total,
      next: end ? `/api/v1/webhook-endpoints/${endpoint}/deliveries?${next}` : null,
    };
  }

  /** What came after a number, in order, sent or not, or on its way at this moment: whoever counts finds what is missing. */
  async events({ _id: endpoint, partition }: Endpoint, after: number, limit: number) {
    // In the air first: what lands meanwhile is in the ledger then.
    const flying = (await this.departures.rowsOf(partition)).filter(
      ({ recipient, sequence = 0 }) => recipient === endpoint && sequence > after,
    );
    const numbered = { recipient: endpoint, sequence: { $gt: after } };
    const [landed, count, known] = await Promise.all([
      this.ledger.deliveries
        .find(numbered as never)
        .sort({ sequence: 1 } as never)
        .limit(limit)
        .lean<WebhookDelivery[]>(),
      this.ledger.deliveries.countDocuments(numbered as never),
      this.ledger.known(flying.map(({ _id }) => _id)),
    ]);
    const others = flying.filter(({ _id }) => !known.has(_id));
    const total = count + others.length;
    const rows = [...landed, ...others].sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)).slice(0, limit);
    const causes = await this.ledger.causesOf(rows.map(({ cause }) => cause));
    const last = rows.length === limit ? rows.at(-1)?.sequence : undefined;
    return {
      items: rows.flatMap((row) => {
        const cause = causes.get(row.cause);
        // The very bytes that are posted. What is no longer kept, or says a name that was taken off, is a gap.
        return cause && !cause.withheld
          ? [{ id: webhookId(row), ...JSON.parse(webhookBody(cause, row.sequence ?? 0)) }]
          : [];
      }),
      total,
      next: last === undefined ? null : `/api/v1/webhook-endpoints/${endpoint}/events?limit=${limit}&after=${last}`,
    };
  }
}

/** Equality on the endpoint first: it is what keeps others' rows out, and what the index begins with. */
const matching = (recipient: string, { status, type, since, until, q }: Partial<ListQuery>, now: Date) => {
  const oldest = now.getTime() - retentionDays * dayMs;
  const from = Math.max(oldest, since ? Date.parse(since) : oldest);
  return {
    recipient,
    channel: 'webhook',
    createdAt: { $gte: new Date(from), ...(until ? { $lte: new Date(until) } : {}) },
    ...(status ? { state: status } : {}),
    ...(type ? { type } : {}),
    ...(q ? { $or: [{ _id: deliveryOfWebhookId(q) ?? '' }, { resource: q }, { title: containing(q) }] } : {}),
  };
};

const containing = (words: string) => ({ $regex: words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), $options: 'i' });
