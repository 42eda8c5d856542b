import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

export interface ArchiveLimits {
  /** Of all that unfolds, of one file, and of files. */
  readonly totalBytes: number;
  readonly fileBytes: number;
  readonly files: number;
}

export const archiveLimits: ArchiveLimits = {
  totalBytes: 512 * 1024 * 1024,
  fileBytes: 10 * 1024 * 1024,
  files: 20_000,
};

/** The archive cannot be what a publisher means to deliver. */
export class UnsafeArchive extends Error {}

/**
 * Goes through a tar.gz as a stream, one file at a time; nothing of it is ever written to disk, so that no name in it leads
 * anywhere. Links and devices are not looked at.
 *
 * @param wants by its name inside the archive
 * @throws UnsafeArchive when it is cut short, unfolds beyond the limits, or is no archive.
 */
export const readArchive = async (
  archive: Buffer,
  wants: (name: string) => boolean,
  take: (name: string, bytes: Buffer) => void,
  limits: ArchiveLimits = archiveLimits,
): Promise<void> => {
  const unpack = extract();
  const source = Readable.from(partsOf(archive));
  const feeding = pipeline(source, createGunzip(), bounded(limits.totalBytes), unpack as unknown as Transform);
  // Heard below; meanwhile a refusal must not count as unheard.
  feeding.catch(() => undefined);
  try {
    let files = 0;
    for await (const entry of unpack) {
      files += 1;
      if (files > limits.files) throw new UnsafeArchive('L’archive contient trop de fichiers.');
      const { name, type } = entry.header;
      const isWanted = type === 'file' && wants(name);
      const bytes = await contentOf(entry as AsyncIterable<Buffer>, isWanted ? limits.fileBytes : null);
      if (isWanted) take(name, bytes);
    }
    await feeding;
  } catch (error) {
    throw error instanceof UnsafeArchive ? error : new UnsafeArchive('L’archive est tronquée ou illisible.');
  }
};

/** @param mostBytes null for what is passed over */
const contentOf = async (entry: AsyncIterable<Buffer>, mostBytes: number | null): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of entry) {
    if (mostBytes === null) continue;
    size += part.length;
    if (size > mostBytes) throw new UnsafeArchive('Un fichier de l’archive est trop grand.');
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const bounded = (totalBytes: number) =>
  async function* (unfolded: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let total = 0;
    for await (const part of unfolded) {
      total += part.length;
      if (total > totalBytes) throw new UnsafeArchive('L’archive est démesurée une fois dépliée.');
      yield part;
    }
  };

const partBytes = 64 * 1024;

function* partsOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += partBytes) yield bytes.subarray(at, at + partBytes);
}
