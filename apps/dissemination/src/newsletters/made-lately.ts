/** Letters that are on their way at a time are never many. */
const most = 16;

/** What was made for one mail and serves the next: the words of a letter, for all who get it. */
export class MadeLately<Made> {
  private readonly made = new Map<string, Promise<Made>>();

  /** Made once for all who ask with the same key; a failure is not kept. */
  async get(key: string, make: () => Promise<Made>): Promise<Made> {
    const known = this.made.get(key);
    if (known) return known;
    if (this.made.size >= most) this.made.clear();
    const making = make();
    this.made.set(key, making);
    try {
      return await making;
    } catch (error) {
      this.made.delete(key);
      throw error;
    }
  }
}
