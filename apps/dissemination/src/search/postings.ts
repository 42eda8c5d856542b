/** In which parts of a resource a word is: bits that add up. */
export const part = { title: 1, body: 2, rest: 4 } as const;
/** What the strict meaning of `q` looks at. */
export const strictParts = part.title | part.body;
const bits = 3;
const mask = (1 << bits) - 1;

/** The rows that have a word, in growing order, each with the parts that it is in. Four bytes a row. */
export class Postings {
  private cells = new Uint32Array(2);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** @param row not below the last one added. */
  add(row: number, parts: number): void {
    if (this.used === this.cells.length) {
      const grown = new Uint32Array(this.used * 2);
      grown.set(this.cells);
      this.cells = grown;
    }
    this.cells[this.used] = row * (mask + 1) + parts;
    this.used += 1;
  }

  row(index: number): number {
    return (this.cells[index] as number) >>> bits;
  }

  parts(index: number): number {
    return (this.cells[index] as number) & mask;
  }
}

/** The rows that are in all of these, with the parts where the last was found. */
export const eachCommonRow = (all: readonly Postings[], see: (row: number, parts: number) => void): void => {
  const [first, ...others] = all.toSorted((a, b) => a.length - b.length);
  if (!first) return;
  const at = others.map(() => 0);
  next: for (let index = 0; index < first.length; index += 1) {
    const row = first.row(index);
    let parts = first.parts(index);
    for (let other = 0; other < others.length; other += 1) {
      const postings = others[other] as Postings;
      let here = at[other] as number;
      while (here < postings.length && postings.row(here) < row) here += 1;
      at[other] = here;
      if (here === postings.length) return;
      if (postings.row(here) !== row) continue next;
      parts |= postings.parts(here);
    }
    see(row, parts);
  }
};
