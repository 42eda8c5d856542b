/** « loi n° 2024-344 » and « LOI no 2024-344 du 15 avril 2024 » name the same: what both say once written alike. */
const written = (folded: string): string =>
  folded
    .replace(/[º˚]/g, '°')
    .replace(/\bn(?:°s?|os?|um[e]ro)\s?(?=\d)/g, 'n° ')
    .replace(/\b(l|r|d|a)\s?\.?\s?(?=\d)/g, '$1')
    .replace(/\b1\s?er\b/g, '1er')
    .replace(/\s+/g, ' ');

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a text, already `folded`, cites one of these; « 2024-34 » is not « 2024-344 ». */
export const citesAny = (folded: string, cited: readonly string[]): boolean => {
  const said = written(folded);
  return cited.some((one) =>
    new RegExp(`(?<![\\p{L}\\p{N}-])${escaped(written(fold(one)))}(?![\\p{L}\\p{N}]|-\\d)`, 'u').test(said),
  );
};

const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’]/g, "'").toLowerCase().trim();
