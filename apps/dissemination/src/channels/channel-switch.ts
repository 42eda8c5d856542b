import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Model, Schema } from 'mongoose';
import { Wake } from '#messaging';
import { Database, isDatabaseAway } from '#persistence';
import type { Channel } from '../ledger/ledger.ts';

/**
 * | state   | what leaves by it                                                     |
 * |---------|-----------------------------------------------------------------------|
 * | open    | whatever is due                                                       |
 * | paused  | nothing: what is due waits                                            |
 * | stopped | nothing; what waited to tell something will not be sent any more      |
 */
export type ChannelState = 'open' | 'paused' | 'stopped';

/** Who left a channel as it is, when and why. */
export interface ChannelSetting {
  readonly _id: Channel;
  readonly state: ChannelState;
  readonly reason: string | null;
  readonly by: string | null;
  readonly at: Date | null;
}

export const channels: readonly Channel[] = ['mail', 'webhook', 'websub'];
const lookMs = 1_000;

/** The tap of each channel, for operators: every instance looks once a second, and at once when it is turned here. */
@Injectable()
export class ChannelSwitch implements OnApplicationBootstrap {
  private readonly logger = new Logger(ChannelSwitch.name);
  private readonly settings: Model<ChannelSetting>;
  /** Until the first look nothing is known, and nothing leaves. */
  private closed: ReadonlySet<Channel> = new Set(channels);

  constructor(
    private readonly database: Database,
    private readonly wake: Wake,
  ) {
    this.settings = database.model<ChannelSetting>('channels', new Schema({ _id: String }, { strict: false }));
    wake.on('channels', () => void this.look());
  }

  onApplicationBootstrap(): void {
    void this.database.ready.then(() => this.look());
  }

  /** As of the last look. */
  isOpen(channel: Channel): boolean {
    return !this.closed.has(channel);
  }

  @Interval(lookMs)
  async look(): Promise<void> {
    if (!this.database.isReady) return;
    try {
      const all = await this.all();
      this.closed = new Set(all.filter(({ state }) => state !== 'open').map(({ _id }) => _id));
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.error(error);
    }
  }

  async all(): Promise<ChannelSetting[]> {
    const found = new Map((await this.settings.find().lean<ChannelSetting[]>()).map((one) => [one._id, one]));
    return channels.map((_id) => found.get(_id) ?? { _id, state: 'open', reason: null, by: null, at: null });
  }

  /** Every instance has heard of it within a second. */
  async turn({ _id, ...setting }: ChannelSetting): Promise<void> {
    await this.settings.updateOne({ _id } as never, { $set: setting as never }, { upsert: true });
    await this.look();
    this.wake.call('channels');
    if (setting.state === 'open') this.wake.call(_id === 'webhook' ? 'webhooks' : _id);
  }
}
