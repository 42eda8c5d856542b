import { Controller, HttpCode, Post } from '@nestjs/common';
import { EventSubscriber, OutboxRelay } from '#messaging';
import { Roles } from './access.guard.ts';

/** `/api/v1/<service>/…`: repairs, for operators. Neither sends anything to anybody. */
@Controller()
@Roles('operator')
export class OperationsController {
  constructor(
    private readonly subscriber: EventSubscriber,
    private readonly relay: OutboxRelay,
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
}
