import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, isDuplicateKey, newId } from '#persistence';

interface StoredTurn {
  _id: string;
  token: string;
  until: Date;
}

/** How long nobody else reads from a host, unless its holder says that it is still at work. */
export const turnMs = 120_000;
/** Rests that end at about the same time are written down as one. */
const togetherMs = 250;

/**
 * Whose turn it is at each host: one request at a time, whatever the number of instances, and a gap after each. Turns are
 * taken and given back many in one command.
 */
@Injectable()
export class HostTurns {
  private readonly turns: Model<StoredTurn>;

  constructor(database: Database) {
    this.turns = database.model<StoredTurn>(
      'hosts',
      new Schema({ _id: String, token: String, until: Date }).index({ until: 1 }).index({ token: 1 }),
    );
  }

  /** Hosts that somebody reads from, or that rest. */
  async busy(now: Date): Promise<string[]> {
    const found = await this.turns.find({ until: { $gt: now } }, { _id: 1 }).lean();
    return found.map(({ _id }) => _id);
  }

  /** Those of the hosts whose turn could be had. The token names this taking, and is shown when they are given back. */
  async take(hosts: readonly string[], now: Date): Promise<{ token: string; hosts: Set<string> }> {
    const token = newId();
    const until = new Date(now.getTime() + turnMs);
    await this.makeKnown(hosts);
    await this.turns.updateMany({ _id: { $in: [...hosts] }, until: { $lte: now } }, { $set: { token, until } });
    const mine = await this.turns.find({ token }, { _id: 1 }).lean();
    return { token, hosts: new Set(mine.map(({ _id }) => _id)) };
  }

  /** Keeps the turns of what is still under way. */
  async keep(token: string, hosts: readonly string[], now: Date): Promise<void> {
    if (hosts.length === 0) return;
    const until = new Date(now.getTime() + turnMs);
    await this.turns.updateMany({ _id: { $in: [...hosts] }, token }, { $set: { until } });
  }

  /** Gives turns back: each host then rests until the moment given, or a little longer. */
  async giveBack(token: string, rests: ReadonlyMap<string, Date>): Promise<void> {
    const moments = Map.groupBy(rests, ([, until]) => Math.ceil(until.getTime() / togetherMs) * togetherMs);
    for (const [until, resting] of moments) {
      const hosts = resting.map(([host]) => host);
      await this.turns.updateMany({ _id: { $in: hosts }, token }, { $set: { until: new Date(until), token: '' } });
    }
  }

  private async makeKnown(hosts: readonly string[]): Promise<void> {
    const known = await this.turns.find({ _id: { $in: [...hosts] } }, { _id: 1 }).lean();
    const names = new Set(known.map(({ _id }) => _id));
    const fresh = hosts.filter((host) => !names.has(host)).map((_id) => ({ _id, token: '', until: new Date(0) }));
    if (fresh.length === 0) return;
    await this.turns.insertMany(fresh, { ordered: false }).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }
}
