import { Controller, Get } from '@nestjs/common';
import { Public } from '#platform';
import { eventCatalogue } from './event-schemas.ts';

/** What can be received: each type with its version, the JSON Schema of a whole body, and an example. */
@Controller('api/v1/event-types')
export class EventTypesController {
  @Get()
  @Public()
  list() {
    return { items: eventCatalogue, total: eventCatalogue.length, next: null };
  }
}
