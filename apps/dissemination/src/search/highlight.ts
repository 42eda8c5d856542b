import { plainText, stemOf } from '#contracts';

/** A piece of text, and whether it is what was looked for. */
export interface Segment {
  readonly text: string;
  readonly marked: boolean;
}

/** A text in pieces: the words whose stem was looked for are marked. Put together, they are the text. */
export const highlighted = (text: string, sought: ReadonlySet<string>): Segment[] => {
  const segments: Segment[] = [];
  const add = (piece: string, marked: boolean) => {
    const last = segments.at(-1);
    if (last && last.marked === marked) segments[segments.length - 1] = { text: last.text + piece, marked };
    else if (piece) segments.push({ text: piece, marked });
  };
  for (const piece of text.split(/([\p{L}\p{M}\p{N}]+)/u)) {
    add(piece, sought.size > 0 && /[\p{L}\p{N}]/u.test(piece) && sought.has(stemOf(plainText(piece))));
  }
  return segments;
};
