import { Injectable } from '@nestjs/common';
import {
  type Announced,
  editorialNoticeRequested,
  endpointNotice,
  submissionNoticeRequested,
  watchNoticeRequested,
} from '#contracts';
import { OnEvent } from '#messaging';
import { PlanNotices } from './plan-notices.ts';

/** One class for each stream: a durable consumer reads one. */
@Injectable()
export class HearSubmissionNotices {
  constructor(private readonly planNotices: PlanNotices) {}

  @OnEvent(submissionNoticeRequested)
  async whenRequested(event: Announced<typeof submissionNoticeRequested>): Promise<void> {
    await this.planNotices.plan(event);
  }
}

@Injectable()
export class HearEditorialNotices {
  constructor(private readonly planNotices: PlanNotices) {}

  @OnEvent(editorialNoticeRequested)
  async whenRequested(event: Announced<typeof editorialNoticeRequested>): Promise<void> {
    await this.planNotices.plan(event);
  }
}

@Injectable()
export class HearWatchNotices {
  constructor(private readonly planNotices: PlanNotices) {}

  @OnEvent(watchNoticeRequested)
  async whenRequested(event: Announced<typeof watchNoticeRequested>): Promise<void> {
    await this.planNotices.plan(event);
  }
}

/** Of our own webhook endpoints, to the networks whose they are. */
@Injectable()
export class HearEndpointNotices {
  constructor(private readonly planNotices: PlanNotices) {}

  @OnEvent(endpointNotice)
  async whenRequested(event: Announced<typeof endpointNotice>): Promise<void> {
    await this.planNotices.plan(event);
  }
}
