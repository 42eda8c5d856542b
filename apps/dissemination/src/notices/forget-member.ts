import { Injectable } from '@nestjs/common';
import { type Announced, memberChanged } from '#contracts';
import { OnEvent } from '#messaging';
import { NoticeChoiceRepository } from './choice.repository.ts';
import { NoticeRepository } from './notice.repository.ts';

/** Somebody takes part in nothing any more: what they chose to be told, and what they were told, goes with their last right. */
@Injectable()
export class ForgetMember {
  constructor(
    private readonly choices: NoticeChoiceRepository,
    private readonly notices: NoticeRepository,
  ) {}

  @OnEvent(memberChanged)
  async whenChanged({ data: { personId, grants } }: Pick<Announced<typeof memberChanged>, 'data'>): Promise<void> {
    if (grants.length > 0) return;
    await this.choices.forget(personId);
    await this.notices.forget(personId);
  }
}
