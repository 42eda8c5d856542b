import { Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { DeadLetters, MESSAGING_OPTIONS, type MessagingOptions } from '#messaging';
import { NotFound, Problem } from '#platform';
import { Roles } from './access.guard.ts';

const sequence = z.coerce.number().int().positive();

class StillFailing extends Problem {
  constructor(reason: string) {
    super('still-failing', 409, {
      fr: `L’événement échoue encore : ${reason}`,
      en: `The event still fails: ${reason}`,
    });
  }
}

/** `/api/v1/<service>/dead-letters`: what its reactions could not handle, for operators. */
@Controller()
@Roles('operator')
export class DeadLettersController {
  constructor(
    private readonly deadLetters: DeadLetters,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {}

  @Get('dead-letters')
  async list() {
    const items = await this.deadLetters.list();
    return { items: items.map(({ data: _, ...letter }) => ({ service: this.options.service, ...letter })) };
  }

  @Get('dead-letters/:seq')
  async show(@Param('seq', { schema: sequence }) seq: number) {
    const letter = await this.deadLetters.find(seq);
    if (!letter) throw new NotFound();
    return letter;
  }

  @Post('dead-letters/:seq/replay')
  @HttpCode(204)
  async replay(@Param('seq', { schema: sequence }) seq: number): Promise<void> {
    const replayed = await this.deadLetters.replay(seq).catch((error: unknown) => {
      throw new StillFailing(error instanceof Error ? error.message : String(error));
    });
    if (!replayed) throw new NotFound();
  }

  @Delete('dead-letters/:seq')
  @HttpCode(204)
  async discard(@Param('seq', { schema: sequence }) seq: number): Promise<void> {
    if (!(await this.deadLetters.discard(seq))) throw new NotFound();
  }
}
