import { Controller, Get } from '@nestjs/common';
import { Answers, Public } from '#platform';
import { eventTypesAnswer } from '../log/delivery.answers.ts';
import { eventCatalogue } from './event-schemas.ts';

/** What can be received: each type with its version, the JSON Schema of a whole body, and an example. */
@Controller('api/v1/event-types')
export class EventTypesController {
  @Get()
  @Public()
  @Answers('Lists what can be received, with a JSON Schema and an example of each', { schema: eventTypesAnswer })
  list() {
    return { items: eventCatalogue, total: eventCatalogue.length, next: null };
  }
}
