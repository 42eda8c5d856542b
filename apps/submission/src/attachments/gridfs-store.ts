import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mongo } from 'mongoose';
import type { Database } from '#persistence';
import { type ByteRange, FileStore } from './file-store.ts';

type Id = mongo.ObjectId;

/** Files in the service's own database (GridFS): nothing else to run, to back up, or to share between instances. */
export class GridFsStore extends FileStore {
  private bucketOnce: mongo.GridFSBucket | undefined;

  constructor(private readonly database: Database) {
    super();
  }

  async put(id: string, bytes: Readable): Promise<void> {
    const upload = this.bucket.openUploadStreamWithId(id as unknown as Id, id);
    try {
      await pipeline(bytes, upload);
    } catch (error) {
      await upload.abort().catch(() => undefined);
      throw error;
    }
  }

  async open(id: string, range?: ByteRange): Promise<Readable> {
    const options = range ? { start: range.start, end: range.end + 1 } : {};
    return this.bucket.openDownloadStream(id as unknown as Id, options);
  }

  async remove(id: string): Promise<void> {
    await this.bucket.delete(id as unknown as Id).catch((error: unknown) => {
      // The driver has no class for it.
      if (!(error instanceof mongo.MongoRuntimeError && /file not found/i.test(error.message))) throw error;
    });
  }

  async *putBefore(moment: Date): AsyncIterable<string> {
    for await (const { _id } of this.bucket.find({ uploadDate: { $lt: moment } })) yield String(_id);
  }

  private get bucket(): mongo.GridFSBucket {
    const { db } = this.database.connection;
    if (!db) throw new mongo.MongoNotConnectedError('the database is not connected yet');
    this.bucketOnce ??= new mongo.GridFSBucket(db, { bucketName: 'files' });
    return this.bucketOnce;
  }
}
