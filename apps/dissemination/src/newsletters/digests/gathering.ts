/** How many mails a person gets, one by one, within the window; what comes beyond is gathered into one at its end. */
export const MOST_ALONE = Symbol('mails that are not gathered');
export const windowMs = 10 * 60_000;

/** The windows of each person end at minutes of their own, so that not everybody's mail leaves at once. */
export const windowEnd = (person: string, after: Date): Date => {
  const offset = [...person].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % windowMs, 0);
  const ended = Math.floor((after.getTime() - offset) / windowMs);
  return new Date((ended + 1) * windowMs + offset);
};
