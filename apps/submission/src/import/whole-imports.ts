import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Model, Schema } from 'mongoose';
import type { Principal } from '#access';
import { Database, isDatabaseAway, newId } from '#persistence';
import { ImportContributions, type ImportOptions, type ImportReport } from './import-contributions.ts';
import type { Row } from './rows.ts';

interface WholeImport {
  _id: string;
  /** As JSON: a row may have any field. */
  rows: string;
  options: ImportOptions;
  caller: Principal;
  at: Date;
  claimedUntil: Date;
  isDone: boolean;
}

const everyMs = 30_000;
const claimMs = 120_000;

/**
 * Imports of which all rows are wanted or none. Once every row was found right, the import is written down in one write,
 * then applied; cut short by a crash, it is applied to its end by whichever instance finds it. A row applied twice is
 * applied once.
 */
@Injectable()
export class WholeImports {
  private readonly logger = new Logger(WholeImports.name);
  private readonly imports: Model<WholeImport>;

  constructor(
    private readonly database: Database,
    private readonly importContributions: ImportContributions,
  ) {
    const schema = new Schema({ _id: String }, { strict: false });
    schema.index({ isDone: 1, claimedUntil: 1 });
    schema.index({ at: 1 }, { expireAfterSeconds: 7 * 24 * 3600 });
    this.imports = database.model<WholeImport>('whole_imports', schema);
  }

  /** Rows that were all found right. */
  async apply(rows: readonly Row[], options: ImportOptions, caller: Principal, now: Date): Promise<ImportReport> {
    const whole: WholeImport = {
      _id: newId(),
      rows: JSON.stringify(rows),
      options,
      caller,
      at: now,
      claimedUntil: new Date(Date.now() + claimMs),
      isDone: false,
    };
    await this.imports.collection.insertOne(whole as never);
    return this.finish(whole);
  }

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (!this.database.isReady) return;
    await this.resume(new Date()).catch((error: unknown) => {
      if (!isDatabaseAway(error)) this.logger.error({ error });
    });
  }

  /** Applies to its end what somebody left. */
  async resume(now: Date): Promise<void> {
    for (;;) {
      const left = await this.imports
        .findOneAndUpdate(
          { isDone: false, claimedUntil: { $lt: now } } as never,
          { $set: { claimedUntil: new Date(now.getTime() + claimMs) } } as never,
          { returnDocument: 'after' },
        )
        .lean<WholeImport>();
      if (!left) return;
      await this.finish(left);
    }
  }

  private async finish({ _id, rows, options, caller, at }: WholeImport): Promise<ImportReport> {
    const report = await this.importContributions.take(JSON.parse(rows) as Row[], options, caller, at, _id);
    await this.imports.collection.updateOne({ _id: _id as never }, { $set: { isDone: true, rows: '[]' } });
    return report;
  }
}
