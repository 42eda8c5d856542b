/** What is done to a text that others cite. */
export const changeKinds = ['modified', 'repealed', 'moved', 'new-version', 'applied'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** That a text does something to another one. */
export interface TextChange {
  /** A canonical key: `code:travail/L3142-54-1`. */
  readonly target: string;
  /** Other keys of the same text: `lf:JORFTEXT…`. */
  readonly aliases?: readonly string[] | undefined;
  readonly kind: ChangeKind;
  /** Said by a typed link of the publisher, or by a person; otherwise read in its words. */
  readonly isCertain: boolean;
  /** A day, `2024-04-17`; null when it is not said. */
  readonly effectiveAt: string | null;
}

const order = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : one < other ? one : other;

/** One for each text that is touched: what is certain before what was read, and the first day. */
export const merged = (changes: readonly TextChange[]): TextChange[] => {
  const byTarget = new Map<string, TextChange>();
  for (const change of changes) {
    const known = byTarget.get(change.target);
    if (!known) byTarget.set(change.target, change);
    else {
      const stronger = known.isCertain || !change.isCertain ? known : change;
      const isRepealed = [known, change].some(({ kind, isCertain }) => kind === 'repealed' && isCertain);
      const effectiveAt = order(known.effectiveAt, change.effectiveAt);
      byTarget.set(change.target, { ...stronger, ...(isRepealed ? { kind: 'repealed' } : {}), effectiveAt });
    }
  }
  return [...byTarget.values()].slice(0, mostChanges);
};

const mostChanges = 300;
