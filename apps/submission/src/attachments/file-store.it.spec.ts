import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../../test/support/engines.ts';
import type { FileStore } from './file-store.ts';
import { FolderStore } from './folder-store.ts';
import { GridFsStore } from './gridfs-store.ts';

/** What every store promises. */
const describeStore = (name: string, aStore: () => Promise<FileStore>): void => {
  describe(`${name}, as a file store`, () => {
    // More than one chunk of GridFS (255 kB), with no two bytes in a row alike.
    const bytes = Buffer.from(Array.from({ length: 700_001 }, (_, index) => (index * 31) % 251));

    it('gives back what was put, whole or in part', async () => {
      const store = await aStore();
      await store.put('file-1', Readable.from([bytes.subarray(0, 300_000), bytes.subarray(300_000)]));
      expect((await buffer(await store.open('file-1'))).equals(bytes)).toBe(true);
      for (const [start, end] of [
        [0, 0],
        [261_119, 261_121],
        [5, 600_000],
        [700_000, 700_000],
      ] as const) {
        const part = await buffer(await store.open('file-1', { start, end }));
        expect(part.equals(bytes.subarray(start, end + 1))).toBe(true);
      }
    });

    it('keeps nothing of what broke off', async () => {
      const store = await aStore();
      const broken = new Readable({ read() {} });
      const put = store.put('file-2', broken);
      broken.push(bytes);
      setTimeout(() => broken.destroy(new Error('the client went away')), 20);
      await expect(put).rejects.toThrow('the client went away');
      await expect(store.open('file-2').then(buffer)).rejects.toThrow();
    });

    it('removes, also what is not there', async () => {
      const store = await aStore();
      await store.put('file-3', Readable.from([bytes]));
      await store.remove('file-3');
      await store.remove('file-3');
      await expect(store.open('file-3').then(buffer)).rejects.toThrow();
    });

    it('names what was put before a moment', async () => {
      const store = await aStore();
      await store.put('file-4', Readable.from([bytes]));
      const namesBefore = async (moment: number) => {
        const found: string[] = [];
        for await (const id of store.putBefore(new Date(moment))) found.push(id);
        return found;
      };
      expect(await namesBefore(Date.now() - 60_000)).toEqual([]);
      expect(await namesBefore(Date.now() + 60_000)).toContain('file-4');
    });
  });
};

describe('Stores', () => {
  const { aDatabase } = mongoForThisFile();
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  describeStore('GridFS', async () => aDatabase((database) => new GridFsStore(database)));
  describeStore('a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'essaim-files-'));
    folders.push(folder);
    return new FolderStore(folder);
  });

  it('of folders refuse a path for an id', async () => {
    await expect(new FolderStore('/tmp').open('../etc/passwd')).rejects.toThrow();
  });
});
