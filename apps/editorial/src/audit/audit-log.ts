import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { z } from 'zod';
import { type Announced, type Announcement, actionRecorded } from '#contracts';
import { OnEvent } from '#messaging';
import { Database, isDuplicateKey, newId } from '#persistence';
import { type Actor, recorded } from './recorded.ts';

export type AuditEntry = z.output<typeof actionRecorded.schema> & { readonly _id: string; readonly at: string };

/** Who did what, under which rules. Nothing in it is ever changed or taken out. */
@Injectable()
export class AuditLog {
  readonly entries: Model<AuditEntry>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false });
    schema.index({ at: 1, _id: 1 });
    this.entries = database.model<AuditEntry>('audit_log', schema);
  }

  async append(entry: AuditEntry): Promise<void> {
    await this.entries.collection.insertOne(entry as never).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }

  /** What somebody tried and was refused: it changed nothing that it could be saved with. */
  async refused(action: string, actor: Actor, subject: { kind: string; id: string }, problem: string, now: Date) {
    await this.keep(recorded(action, actor, subject, { detail: { refused: problem } }), now);
  }

  /** What was done to something that announces nothing of itself. */
  async keep({ data }: Announcement, now: Date): Promise<void> {
    await this.append({ ...(data as AuditEntry), _id: newId(), at: now.toISOString() });
  }

  /** In the order of time. */
  async *since(at: Date): AsyncGenerator<AuditEntry> {
    const cursor = this.entries
      .find({ at: { $gte: at.toISOString() } } as never)
      .sort({ at: 1, _id: 1 })
      .lean<AuditEntry[]>()
      .cursor();
    yield* cursor as unknown as AsyncIterable<AuditEntry>;
  }
}

/** Every action that was saved is in the log, once. */
@Injectable()
export class KeepAuditEntry {
  constructor(private readonly log: AuditLog) {}

  @OnEvent(actionRecorded)
  async whenRecorded({ id, occurredAt, data }: Announced<typeof actionRecorded>): Promise<void> {
    await this.log.append({ ...data, _id: id, at: occurredAt });
  }
}
