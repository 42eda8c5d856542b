import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { line } from '#contracts';
import { CitedResources } from '../impacts/cited-resources.ts';
import { keysOfReference, textsOf } from '../impacts/judge-impact.ts';
import { extractCitations, mostCharacters } from './extract-citations.ts';
import { legalKeyOf, touches } from './legal-key.ts';

const shortText = z.strictObject({ text: z.string().min(1).max(4_000) });
const longText = z.strictObject({ text: z.string().min(1).max(mostCharacters) });
const byKey = z.strictObject({ key: line(160) });

/** Which legal texts a text cites, and which public resources cite a legal text. For whoever holds a key. */
@Controller('api/v1/watch/citations')
export class CitationsController {
  constructor(private readonly cited: CitedResources) {}

  @Get()
  find(@Query({ schema: shortText }) { text }: z.output<typeof shortText>) {
    return { items: extractCitations(text) };
  }

  @Post()
  @HttpCode(200)
  findInLong(@Body({ schema: longText }) { text }: z.output<typeof longText>) {
    return { items: extractCitations(text) };
  }

  /** Of a text all that cite any part of it; of an article those that cite it, a range with it, or the whole text. */
  @Get('resources')
  async resources(@Query({ schema: byKey }) { key }: z.output<typeof byKey>) {
    const [wanted] = keysOfReference(key);
    const found = wanted ? await this.cited.citing(textsOf([wanted])) : [];
    const concerns = (reference: string) =>
      keysOfReference(reference).some((one) =>
        legalKeyOf(wanted ?? '').article
          ? touches(wanted ?? '', one, false) === 'same'
          : textsOf([one]).includes(wanted ?? ''),
      );
    const items = found.flatMap(({ _id: id, title, version, status, network, references }) => {
      const keys = references.filter(concerns);
      return keys.length ? [{ id, title, version, status, network, keys }] : [];
    });
    return { items, total: items.length, next: null };
  }
}
