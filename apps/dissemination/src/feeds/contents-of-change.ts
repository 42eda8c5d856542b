/**
 * What the documents of one set say, read once for all of them: it is shared between those that are rendered for the same change,
 * and never with a later one.
 */
export class ContentsOfChange<Content> {
  private readonly contents = new Map<string, Promise<Content>>();
  private change = -1;

  /** @param most kept at once: the documents of a set are asked for close together */
  constructor(private readonly most: number) {}

  async of(change: number, set: string, read: () => Promise<Content>): Promise<Content> {
    // Somebody who began before that change reads for itself.
    if (change < this.change) return read();
    if (change > this.change) this.contents.clear();
    this.change = change;
    const known = this.contents.get(set);
    if (known) return known;
    const content = read();
    this.contents.set(set, content);
    content.catch(() => this.forget(set, content));
    const [oldest] = this.contents.keys();
    if (this.contents.size > this.most && oldest !== undefined) this.contents.delete(oldest);
    return content;
  }

  private forget(set: string, content: Promise<Content>): void {
    if (this.contents.get(set) === content) this.contents.delete(set);
  }
}
