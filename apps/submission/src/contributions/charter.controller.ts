import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '#platform';
import { charter } from './charter.ts';

/** What whoever hands something in accepts. */
@Controller('api/v1/submission/charter')
export class CharterController {
  @Get()
  @Public()
  @Header('cache-control', 'public, max-age=3600')
  show() {
    return charter;
  }
}
