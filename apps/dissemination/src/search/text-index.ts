import { stemOf, wordsOf } from '#contracts';
import { eachCommonRow, Postings, part, strictParts } from './postings.ts';
import { type Asked, askedIn, type Saying, worth } from './question.ts';
import { forgiven, Vocabulary } from './vocabulary.ts';

/** A resource as text, by how much it says of what the resource is about. */
export interface IndexedText {
  readonly title: string;
  /** What the strict meaning of `q` looks at, with the title. */
  readonly body: string;
  readonly rest: string;
}

/** What each row scores for a question; 0 is no match. */
export interface Scores {
  readonly of: Uint16Array;
  /** The stems that were looked for: those to highlight. */
  readonly stems: ReadonlySet<string>;
}

const mostBeginnings = 60;
const mostNear = 12;
const worthOfPart = (parts: number): number => (parts & part.title ? 4 : parts & part.body ? 2 : 1);

/** French text of rows, in memory. Rows are only added, in order. */
export class TextIndex {
  private readonly postings = new Map<string, Postings>();
  private readonly stemOfWord = new Map<string, string>();
  private readonly vocabulary = new Vocabulary();

  add(row: number, { title, body, rest }: IndexedText): void {
    const parts = new Map<string, number>();
    const note = (text: string, bit: number) => {
      for (const word of wordsOf(text)) {
        const stem = this.learn(word);
        parts.set(stem, (parts.get(stem) ?? 0) | bit);
      }
    };
    note(title, part.title);
    note(body, part.body);
    note(rest, part.rest);
    for (const [stem, bits] of parts) {
      const postings = this.postings.get(stem) ?? new Postings();
      this.postings.set(stem, postings);
      postings.add(row, bits);
    }
  }

  /** All words of one of the phrases, as they are: what `q` means everywhere but on the search page. */
  strict(phrases: readonly string[], rows: number): Scores {
    return this.score(phrases.map(wordByWord), rows, strictParts);
  }

  /** With synonyms, beginnings and typing mistakes: what the search page means. */
  tolerant(phrases: readonly string[], rows: number): Scores {
    const asked = phrases.map((phrase) => askedIn(phrase).map((each) => this.widened(each)));
    return this.score(asked, rows, strictParts | part.rest);
  }

  /** How much each row has in common with a title: every word counts, the rest need not be there. */
  alike(title: string, rows: number): Scores {
    const scores = new Uint16Array(rows);
    const found = new Set(wordsOf(title).map(stemOf));
    for (const stem of found) {
      const postings = this.postings.get(stem);
      for (let index = 0; index < (postings?.length ?? 0); index += 1) {
        const row = postings?.row(index) as number;
        scores[row] = (scores[row] as number) + ((postings?.parts(index) ?? 0) & part.title ? 3 : 1);
      }
    }
    return { of: scores, stems: found };
  }

  /** The phrase with each unknown word replaced by the nearest known one; null when nothing is nearer. */
  corrected(phrase: string): string | null {
    const words = wordsOf(phrase);
    const better = words.map((word) => {
      if (this.postings.has(stemOf(word))) return word;
      return this.vocabulary.near(word, Math.max(1, Math.floor(word.length / 3)), 1)[0] ?? word;
    });
    return better.some((word, index) => word !== words[index]) ? better.join(' ') : null;
  }

  private score(phrases: readonly (readonly Asked[])[], rows: number, looked: number): Scores {
    const best = new Uint16Array(rows);
    for (const asked of phrases) {
      // A phrase of words that say nothing asks for nothing.
      const scores = asked.length ? this.scorePhrase(asked, rows, looked) : new Uint16Array(rows).fill(1);
      for (let row = 0; row < rows; row += 1) {
        if ((scores[row] as number) > (best[row] as number)) best[row] = scores[row] as number;
      }
    }
    const sayings = phrases.flat().flatMap((asked) => asked.sayings);
    return { of: best, stems: new Set(sayings.flatMap(({ stems }) => stems)) };
  }

  private scorePhrase(asked: readonly Asked[], rows: number, looked: number): Uint16Array {
    const found = new Uint8Array(rows);
    const scores = new Uint16Array(rows);
    asked.forEach(({ sayings }, index) => {
      for (const { stems, worth: value } of sayings) {
        const all = stems.map((stem) => this.postings.get(stem));
        if (all.some((postings) => !postings)) continue;
        eachCommonRow(all as Postings[], (row, parts) => {
          // The best way of saying it comes first, and counts alone.
          if (found[row] !== index || (parts & looked) === 0) return;
          found[row] = index + 1;
          scores[row] = (scores[row] as number) + value * worthOfPart(parts);
        });
      }
    });
    for (let row = 0; row < rows; row += 1) if (found[row] !== asked.length) scores[row] = 0;
    return scores;
  }

  private widened({ word, isLast, sayings }: Asked): Asked {
    const known = sayings.flatMap(({ stems }) => (stems.length === 1 ? stems : []));
    const isKnown = sayings.some(({ stems }) => stems.every((stem) => this.postings.has(stem)));
    const beginnings = word.length > 1 && (isLast || !isKnown) ? this.vocabulary.beginning(word, mostBeginnings) : [];
    const near = isKnown || beginnings.length || !word ? [] : this.vocabulary.near(word, forgiven(word), mostNear);
    const more = (words: readonly string[], value: number): Saying[] =>
      [...new Set(words.map((each) => this.stemOfWord.get(each) as string))]
        .filter((stem) => !known.includes(stem))
        .map((stem) => ({ stems: [stem], worth: value }));
    return {
      word,
      isLast,
      sayings: [...sayings, ...more(beginnings, worth.beginning), ...more(near, worth.near)],
    };
  }

  private learn(word: string): string {
    const known = this.stemOfWord.get(word);
    if (known !== undefined) return known;
    const stem = stemOf(word);
    this.stemOfWord.set(word, stem);
    this.vocabulary.add(word);
    return stem;
  }
}

const wordByWord = (phrase: string): Asked[] =>
  wordsOf(phrase).map((word, index, { length }) => ({
    word,
    isLast: index === length - 1,
    sayings: [{ stems: [stemOf(word)], worth: worth.same }],
  }));
