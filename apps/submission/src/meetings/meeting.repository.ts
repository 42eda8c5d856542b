import { Injectable } from '@nestjs/common';
import { announce, meetingScheduled } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { NetworkRepository } from '../networks/network.repository.ts';
import type { Network } from '../networks/network.ts';
import type { Meeting } from './meeting.ts';

export interface MeetingQuery {
  /** A moment (ISO), or nothing for all. */
  readonly from: string;
  /** The position after which the list goes on. */
  readonly cursor?: string | undefined;
  readonly network?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class MeetingRepository {
  readonly store: AggregateStore<Meeting>;

  constructor(
    database: Database,
    relay: OutboxRelay,
    private readonly networks: NetworkRepository,
  ) {
    this.store = new AggregateStore<Meeting>(database, relay, 'meetings', [
      [{ position: 1 }, { unique: true }],
      [{ network: 1, position: 1 }],
    ]);
    this.store.reannounces(async (meeting) => {
      const network = await this.networks.store.find(meeting.network);
      return network ? [scheduled(meeting, network)] : [];
    });
  }

  /** The soonest first. */
  async list({ from, cursor, network, limit }: MeetingQuery): Promise<{ items: Meeting[]; total: number }> {
    const wanted = network ? { network } : {};
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...wanted, position: { $gt: cursor ?? from } } as never, { outbox: 0, relay: 0 })
        .sort({ position: 1 })
        .limit(limit)
        .lean<Meeting[]>(),
      this.store.model.countDocuments({ ...wanted, position: { $gt: from } } as never),
    ]);
    return { items, total };
  }

  async add(meeting: Omit<Meeting, 'v'>, network: Network, now: Date): Promise<Meeting> {
    return this.store.insert(meeting, now, scheduled(meeting, network));
  }

  async change(seen: Meeting, edits: Partial<Meeting>, network: Network, now: Date): Promise<Meeting> {
    return this.store.save(seen, edits, now, scheduled({ ...seen, ...edits }, network));
  }
}

const scheduled = (meeting: Omit<Meeting, 'v'>, network: Pick<Network, '_id' | 'slug' | 'name'>) =>
  announce(meetingScheduled, {
    meetingId: meeting._id,
    network: { networkId: network._id, slug: network.slug, name: network.name },
    title: meeting.title,
    description: meeting.description,
    startsAt: meeting.startsAt,
    endsAt: meeting.endsAt,
    timeZone: meeting.timeZone,
    place: meeting.place,
    visioUrl: meeting.visioUrl,
    territories: [...meeting.territories],
    themes: [...meeting.themes],
    isCancelled: meeting.isCancelled,
  });
