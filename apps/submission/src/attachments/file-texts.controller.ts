import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { z } from 'zod';
import { fileTexts } from '#contracts';
import { FileTexts } from './file-texts.ts';

/** Under what one message of NATS may carry. */
const mostCharacters = 250_000;

/** Answers other services: the words of files, to be searched. */
@Controller()
export class FileTextsController {
  constructor(private readonly texts: FileTexts) {}

  @MessagePattern(fileTexts.subject)
  async read(@Payload() asked: unknown): Promise<z.input<typeof fileTexts.answer>> {
    const { ids } = fileTexts.question.parse(asked);
    const items = await this.texts.of(ids);
    const each = Math.floor(mostCharacters / Math.max(1, items.length));
    return { items: items.map(({ id, text }) => ({ id, text: text.slice(0, each).toWellFormed() })) };
  }
}
