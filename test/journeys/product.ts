import { productForThisFile } from '../support/product.ts';

/** The product on which the journeys are made one after the other, as their users make them side by side. */
export const product = productForThisFile({ hasEveryState: true });
