import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { text } from '#contracts';
import { plainLanguageHints } from './hints.ts';

const written = z.strictObject({ text: text(20_000) });

/** What could be said more plainly, for whoever writes or reviews. */
@Controller('api/v1/editorial/plain-language')
export class PlainLanguageController {
  @Post()
  @HttpCode(200)
  hints(@Body({ schema: written }) { text: said }: z.output<typeof written>) {
    return { items: plainLanguageHints(said) };
  }
}
