import { spaced } from '../pages/french.ts';

/** Two versions compared, as submission tells it to who may read both. */
export interface Comparison {
  readonly from: number | null;
  readonly to: number;
  readonly change: string | null;
  readonly changes: readonly {
    readonly label: string;
    readonly pieces: readonly { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }[];
  }[];
}

/** Where a comparison is told; `from` is the version before when nothing else is said. */
export const comparisonApi = (contribution: string, version: number, from?: number): string =>
  `/api/v1/contributions/${encodeURIComponent(contribution)}/versions/${version}/changes${from === undefined ? '' : `?from=${from}`}`;

/** What differs, for the `comparison` partial. */
export const comparisonView = ({ from, change, changes }: Comparison) => ({
  from,
  change: change && spaced(change),
  changes: changes.map(({ label, pieces }) => ({
    label,
    pieces: pieces.map(({ kind, text }) => ({ text, isAdded: kind === 'added', isRemoved: kind === 'removed' })),
  })),
});
