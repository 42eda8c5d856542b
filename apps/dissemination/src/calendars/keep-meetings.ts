import { Injectable } from '@nestjs/common';
import { type Announced, meetingScheduled } from '#contracts';
import { OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { MeetingRepository } from './meeting.repository.ts';

/** A meeting that was set, moved or cancelled is so in everybody's calendar. */
@Injectable()
export class KeepMeetings implements WritesReadModel {
  constructor(private readonly repository: MeetingRepository) {}

  @OnEvent(meetingScheduled)
  async whenScheduled({ data, aggregateVersion: v, occurredAt }: Announced<typeof meetingScheduled>): Promise<void> {
    await putIfNewer(this.repository.meetings, {
      ...data,
      _id: data.meetingId,
      v,
      changedAt: new Date(occurredAt),
    });
  }

  async forget(): Promise<void> {
    await this.repository.meetings.deleteMany();
  }
}
