import { z } from 'zod';
import { line, territory, text } from '#contracts';

/** How a network says that it took a resource up. */
export const givenAdoption = z.strictObject({
  /** Id or slug, for whoever speaks for several. */
  network: line(80).optional(),
  territory,
  mode: z.enum(['as-is', 'adapted']).default('as-is'),
  result: text(1000).optional(),
  derivedResource: line(80).optional(),
});
export type GivenAdoption = z.output<typeof givenAdoption>;
