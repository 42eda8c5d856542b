import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { Announced, meetingScheduled } from '#contracts';
import { Database } from '#persistence';

export type Meeting = Announced<typeof meetingScheduled>['data'] & {
  readonly _id: string;
  readonly v: number;
  readonly changedAt: Date;
};

/** Collection meetings, as submission announces them. */
@Injectable()
export class MeetingRepository {
  readonly meetings: Model<Meeting>;

  constructor(database: Database) {
    const meeting = new Schema({ _id: String, v: Number }, { strict: false, strictQuery: false });
    meeting.index({ startsAt: 1 });
    this.meetings = database.model<Meeting>('meetings', meeting);
  }

  /** In the order in which they take place. */
  async all(limit: number): Promise<Meeting[]> {
    const newest = await this.meetings.find().sort({ startsAt: -1 }).limit(limit).lean<Meeting[]>();
    return newest.reverse();
  }
}
