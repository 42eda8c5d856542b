/** What a source says that it took back: the id of an entry, and when. */
export interface Tombstone {
  readonly guid: string;
  /** RFC 3339; null when it does not say. */
  readonly at: string | null;
}

const namespace = 'http://purl.org/atompub/tombstones/1.0';
const most = 200;

/** The deleted entries of a feed (RFC 6721), from XML that was guarded. One that the feed still holds is not taken back. */
export const tombstonesIn = (xml: string, held: ReadonlySet<string>): Tombstone[] => {
  const [, prefix] = new RegExp(`xmlns:([\\w.-]{1,40})\\s*=\\s*["']${namespace}["']`).exec(xml) ?? [];
  if (!prefix) return [];
  const found = new Map<string, Tombstone>();
  for (const [, said = ''] of xml.matchAll(new RegExp(`<${prefix}:deleted-entry\\b([^>]{0,3000})>`, 'g'))) {
    const guid = attribute(said, 'ref');
    if (guid && !held.has(guid) && found.size < most) found.set(guid, { guid, at: dated(attribute(said, 'when')) });
  }
  return [...found.values()];
};

const attribute = (said: string, name: string): string | undefined => {
  const [, double, single] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(said) ?? [];
  return (
    unescaped(double ?? single ?? '')
      .trim()
      .slice(0, 1_000) || undefined
  );
};

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => named[name] ?? '');

const dated = (said: string | undefined): string | null => {
  const at = Date.parse(said ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};
