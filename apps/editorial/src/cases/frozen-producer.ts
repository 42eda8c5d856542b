import type { frozenProducer } from '#contracts';
import type { z } from 'zod';

/** The producing network as it was when the version was handed in. */
export type FrozenProducer = z.output<typeof frozenProducer>;
