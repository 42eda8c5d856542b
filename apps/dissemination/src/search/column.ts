/** One facet of all rows. What a row has of it is a set of values; equal sets are kept once, so that a row is a number. */
export class Column {
  private readonly numbers = new Map<string, number>();
  /** The distinct sets, by their number. */
  readonly sets: (readonly string[])[] = [];
  cells = new Uint32Array(1_024);

  put(row: number, values: readonly string[]): void {
    if (row >= this.cells.length) this.cells = grown(this.cells, row);
    this.cells[row] = this.numberOf(values);
  }

  /** For each distinct set, whether it is wanted. */
  passing(isWanted: (values: readonly string[]) => boolean): Uint8Array {
    return Uint8Array.from(this.sets, (values) => Number(isWanted(values)));
  }

  /** How many of these rows have each value. */
  count(...groups: readonly (readonly number[])[]): Map<string, number> {
    const perSet = new Uint32Array(this.sets.length);
    const { cells } = this;
    for (const rows of groups) {
      for (let index = 0; index < rows.length; index += 1) {
        const number = cells[rows[index] as number] as number;
        perSet[number] = (perSet[number] as number) + 1;
      }
    }
    const perValue = new Map<string, number>();
    perSet.forEach((count, number) => {
      if (count === 0) return;
      for (const value of this.sets[number] ?? []) perValue.set(value, (perValue.get(value) ?? 0) + count);
    });
    return perValue;
  }

  private numberOf(values: readonly string[]): number {
    const key = [...values].sort().join(' ');
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.sets.length;
    this.sets.push([...values]);
    this.numbers.set(key, number);
    return number;
  }
}

type Numbers = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A longer copy that has room for `row`. */
export const grown = <Kind extends Numbers>(cells: Kind, row: number): Kind => {
  const longer = new (cells.constructor as new (length: number) => Kind)(Math.max(row + 1, cells.length * 2));
  longer.set(cells);
  return longer;
};
