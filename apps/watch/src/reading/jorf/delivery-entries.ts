import { decodeText } from '../decode-text.ts';
import type { Entry } from '../reading.ts';
import type { Delivery } from './archive-index.ts';
import { jorfEntry, nominativeTexts } from './jorf-xml.ts';
import { readArchive } from './read-archive.ts';

/**
 * What a delivery holds that may be news. A text of it that is malformed costs the others nothing.
 *
 * @throws UnsafeArchive
 */
export const entriesIn = async ({
  archive,
  delivery,
}: {
  readonly archive: Uint8Array;
  readonly delivery: Pick<Delivery, 'day' | 'isRetroactive'>;
}): Promise<Entry[]> => {
  const entries: Entry[] = [];
  const nominative = new Set<string>();
  await readArchive(
    Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength),
    (name) => /\/JORF(TEXT|CONT)\d{12}\.xml$/.test(`/${name}`),
    (name, bytes) => {
      if (/JORFTEXT\d{12}\.xml$/.test(name)) {
        const entry = quietly(() => jorfEntry(decodeText(bytes), delivery));
        if (entry) entries.push(entry);
      } else for (const id of quietly(() => nominativeTexts(decodeText(bytes))) ?? []) nominative.add(id);
    },
  );
  return entries.filter(({ guid }) => !nominative.has(guid ?? ''));
};

const quietly = <Result>(work: () => Result): Result | null => {
  try {
    return work();
  } catch {
    return null;
  }
};
