import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Model, Schema } from 'mongoose';
import { Database, isDatabaseAway } from '#persistence';
import type { Attachment } from './attachment.ts';
import { extractText, isReadable } from './extract-text.ts';
import { FileStore } from './file-store.ts';

interface FileText {
  _id: string;
  contribution: string;
  type: string;
  state: 'awaited' | 'read' | 'unreadable';
  attempts: number;
  claimedUntil: Date;
  text: string;
}

const everyMs = 15_000;
const claimMs = 120_000;
const mostAttempts = 3;

/** The words of files, for search: read in the background, by whichever instance claims a row, and bounded in every way. */
@Injectable()
export class FileTexts {
  private readonly logger = new Logger(FileTexts.name);
  private readonly texts: Model<FileText>;
  private working: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly files: FileStore,
  ) {
    const schema = new Schema({ _id: String }, { strict: false }).index({ state: 1, claimedUntil: 1 });
    this.texts = database.model<FileText>('file_texts', schema);
  }

  /** Its text will be read soon, where it has any. */
  async await({ id, type }: Pick<Attachment, 'id' | 'type'>, contribution: string): Promise<void> {
    if (!isReadable(type)) return;
    const row = { contribution, type, state: 'awaited', attempts: 0, claimedUntil: new Date(0), text: '' };
    await this.texts.collection.updateOne({ _id: id as never }, { $setOnInsert: row as never }, { upsert: true });
    // After its contribution is written.
    setTimeout(() => void this.tick(), 500).unref();
  }

  async forget(id: string): Promise<void> {
    await this.texts.collection.deleteOne({ _id: id as never });
  }

  /** What could be read of these files; those without words are not in it. */
  async of(ids: readonly string[]): Promise<{ id: string; text: string }[]> {
    const found = await this.texts
      .find({ _id: { $in: [...ids] }, state: 'read' } as never, { text: 1 })
      .lean<FileText[]>();
    return found.map(({ _id, text }) => ({ id: _id, text }));
  }

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (!this.database.isReady) return;
    this.working ??= this.readAll().finally(() => {
      this.working = undefined;
    });
    await this.working;
  }

  private async readAll(): Promise<void> {
    try {
      for (let row = await this.claim(); row; row = await this.claim()) await this.read(row);
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.error({ error });
    }
  }

  private async claim(): Promise<FileText | null> {
    const now = new Date();
    return this.texts
      .findOneAndUpdate(
        { state: 'awaited', claimedUntil: { $lt: now } } as never,
        { $set: { claimedUntil: new Date(now.getTime() + claimMs) }, $inc: { attempts: 1 } } as never,
        { sort: { claimedUntil: 1 }, returnDocument: 'after' },
      )
      .lean<FileText>();
  }

  private async read({ _id, type, attempts }: FileText): Promise<void> {
    const done = (fields: Partial<FileText>) =>
      this.texts.collection.updateOne({ _id: _id as never }, { $set: fields });
    try {
      const text = await extractText(await this.files.open(_id), type);
      await done(text ? { state: 'read', text } : { state: 'unreadable' });
    } catch (error) {
      this.logger.warn({ error, file: _id, msg: 'the text of a file could not be read' });
      if (attempts >= mostAttempts) await done({ state: 'unreadable' });
    }
  }
}
