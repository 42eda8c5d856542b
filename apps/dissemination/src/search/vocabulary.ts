import { distance } from 'fastest-levenshtein';

/** The words that were met, in alphabetical order: what begins so, and what is nearly written so. */
export class Vocabulary {
  private readonly words: string[] = [];

  add(word: string): void {
    this.words.splice(this.place(word), 0, word);
  }

  /** Words that begin so, at most `most`. */
  beginning(start: string, most: number): string[] {
    const found: string[] = [];
    for (let at = this.place(start); at < this.words.length && found.length < most; at += 1) {
      const word = this.words[at] as string;
      if (!word.startsWith(start)) break;
      found.push(word);
    }
    return found;
  }

  /** Words written nearly so, the nearest first. People rarely miss the first letter. */
  near(word: string, changes: number, most: number): string[] {
    const initial = word.charAt(0);
    const found: { word: string; changes: number }[] = [];
    for (let at = this.place(initial); at < this.words.length; at += 1) {
      const other = this.words[at] as string;
      if (!other.startsWith(initial)) break;
      if (Math.abs(other.length - word.length) > changes) continue;
      const needed = distance(word, other);
      if (needed <= changes) found.push({ word: other, changes: needed });
    }
    return found
      .sort((a, b) => a.changes - b.changes)
      .slice(0, most)
      .map((near) => near.word);
  }

  private place(word: string): number {
    let [low, high] = [0, this.words.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.words[middle] as string) < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How many wrong letters are forgiven: none in a short word. */
export const forgiven = (word: string): number => {
  if (/\d/.test(word) || word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
};
