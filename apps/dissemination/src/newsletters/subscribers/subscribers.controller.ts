import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Roles } from '#access';
import { Now } from '#platform';
import { ImportSubscribers, type SubscriberImport, subscriberImport } from './import-subscribers.ts';

/** People who receive mail, for operators: never shown, only brought in. */
@Controller('api/v1/dissemination/subscribers')
@Roles('operator')
export class SubscribersController {
  constructor(private readonly imports: ImportSubscribers) {}

  @Post('import')
  @HttpCode(200)
  async import(@Body({ schema: subscriberImport }) wanted: SubscriberImport, @Now() now: Date) {
    return this.imports.execute(wanted, now);
  }
}
