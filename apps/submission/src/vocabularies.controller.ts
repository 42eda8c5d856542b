import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '#platform';
import { territories, vocabularies } from '#taxonomy';

/** Every closed list of terms that a contribution or a filter may use. */
@Controller('api/v1/vocabularies')
export class VocabulariesController {
  @Get()
  @Public()
  @Header('cache-control', 'public, max-age=3600')
  all() {
    return { ...vocabularies, territories };
  }
}
