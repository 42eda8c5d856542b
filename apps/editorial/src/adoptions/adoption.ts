import type { z } from 'zod';
import type { resourceAdopted } from '#contracts';
import type { StoredIdempotency } from '#persistence';

/** That another network took a resource up, where, how, and with what result. */
export type Adoption = z.output<typeof resourceAdopted.schema>['adoption'] & {
  /** The version that they took up. */
  readonly version: number;
  /** What they made of it, when it is a resource here. */
  readonly derivedResource: string | null;
  /** The `Idempotency-Key` that it came with. */
  readonly request?: Pick<StoredIdempotency, 'id' | 'bodyHash'> | undefined;
};

export const adoptionView = ({ request: _, ...adoption }: Adoption) => adoption;
