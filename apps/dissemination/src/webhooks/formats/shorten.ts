/** The beginning of a text, cut between characters that people see, with « … » when anything is missing. */
export const shorten = (text: string, most: number): string => {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
};

const graphemes = new Intl.Segmenter('fr', { granularity: 'grapheme' });

/**
 * As many paragraphs as fit, each escaped; the one that is too long is cut before it is escaped, so that no escape is cut
 * in two.
 */
export const fitting = (
  paragraphs: readonly string[],
  most: number,
  escaping: (text: string) => string,
  between = '\n',
): string => {
  let written = '';
  for (const paragraph of paragraphs) {
    const room = most - written.length - (written ? between.length : 0);
    const fit = longestThatFits(paragraph, room, escaping);
    if (!fit) break;
    written += (written ? between : '') + fit;
    if (fit !== escaping(paragraph)) break;
  }
  return written;
};

const longestThatFits = (text: string, room: number, escaping: (text: string) => string): string => {
  if (room < 2) return '';
  let most = Math.min(text.length, room);
  for (;;) {
    const escaped = escaping(shorten(text, most));
    if (escaped.length <= room) return escaped;
    // Escaping made it longer: leave out that much more.
    most -= Math.max(1, Math.ceil((escaped.length - room) / 6));
    if (most < 2) return '';
  }
};
