/** What names a legal text everywhere, as it stands in an address or a sentence. */
const patterns: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/\b(JORFTEXT\d{12})\b/g, ([, id]) => `lf:${id}`],
  [/\bNOR\s?(?:n°\s?)?:?\s{0,2}([A-Z]{4}\d{7}[A-Z])\b/g, ([, nor]) => `nor:${nor}`],
  [/legifrance\.gouv\.fr\/eli\/[a-z_]+\/\d{4}\/\d{1,2}\/\d{1,2}\/([A-Z]{4}\d{7}[A-Z])\/jo/g, ([, nor]) => `nor:${nor}`],
  [/\b(ACTU-\d{4}-\d{5}|BOI-[A-Z]{2,6}(?:-[A-Z0-9]{1,6})*-\d{8})\b/g, ([, id]) => `boi:${id}`],
];

/** Only where the thing itself is named, so that what it cites is not taken for it: its address and its own identifier. */
export const legalIdsIn = (...texts: readonly (string | null)[]): string[] => {
  const found = texts.flatMap((text) =>
    text
      ? patterns.flatMap(([pattern, key]) =>
          [...text.slice(0, 2_000).matchAll(pattern)].map((match) => key(match as RegExpExecArray)),
        )
      : [],
  );
  return [...new Set(found)];
};
