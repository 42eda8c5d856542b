import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ByteRange, FileStore } from './file-store.ts';

const unfinished = '.part';

/** Files in a folder that every instance sees. */
export class FolderStore extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  async put(id: string, bytes: Readable): Promise<void> {
    // Not awaited: a stream that breaks off before anybody listens to it would end the process.
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const aside = join(this.folder, `${randomUUID()}${unfinished}`);
    try {
      await pipeline(bytes, createWriteStream(aside, { mode: 0o600, flush: true }));
      await rename(aside, this.pathOf(id));
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }

  async open(id: string, range?: ByteRange): Promise<Readable> {
    const handle = await open(this.pathOf(id));
    return createReadStream('', { fd: handle, ...range });
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  async *putBefore(moment: Date): AsyncIterable<string> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const found = await stat(join(this.folder, name)).catch(() => null);
      if (found && found.mtimeMs < moment.getTime()) yield name;
    }
  }

  /** Ids are ours, but a path is made of them. */
  private pathOf(id: string): string {
    if (!/^[\w-]+(?:\.part)?$/.test(id)) throw new Error('not the id of a file');
    return join(this.folder, id);
  }
}
