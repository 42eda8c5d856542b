import type { z } from 'zod';
import type { frozenProducer } from '#contracts';

/** The producing network as it was when the version was handed in. */
export type FrozenProducer = z.output<typeof frozenProducer>;
