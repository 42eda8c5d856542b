import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { checked, Public } from '#platform';
import { AskHub } from './ask-hub.ts';
import { hubRequest } from './hub-subscription.ts';

/** The WebSub hub of our own feeds. */
@Controller('hub')
@Public()
export class HubController {
  constructor(private readonly askHub: AskHub) {}

  @Post()
  @HttpCode(202)
  async ask(@Body() form: unknown): Promise<void> {
    const given = form instanceof URLSearchParams ? Object.fromEntries(form) : {};
    // Leases are counted from the real moment.
    await this.askHub.execute(checked(hubRequest, given), new Date());
  }
}
