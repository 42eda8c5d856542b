import { Controller, HttpCode, Post } from '@nestjs/common';
import { Continuity, EventSubscriber, OutboxRelay } from '#messaging';
import { Roles } from './access.guard.ts';

/** `/api/v1/<service>/…`: repairs, for operators. Neither sends anything to anybody. */
@Controller()
@Roles('operator')
export class OperationsController {
  constructor(
    private readonly subscriber: EventSubscriber,
    private readonly relay: OutboxRelay,
    private readonly continuity: Continuity,
  ) {}

  /** Drops every read model of the service and fills it again from the streams. */
  @Post('read-models/rebuild')
  @HttpCode(202)
  async rebuild() {
    return { rebuilt: await this.subscriber.rebuildReadModels() };
  }

  /** Tells the present state of everything that the service owns, for a stream that was lost. */
  @Post('events/reannounce')
  @HttpCode(202)
  async reannounce() {
    return { announced: await this.relay.reannounceAll() };
  }

  /** Takes the database as it is, although it is an older copy: what it says is to be sent is sent from here on. */
  @Post('continuity/accept')
  @HttpCode(204)
  async accept(): Promise<void> {
    await this.continuity.accept();
  }
}
