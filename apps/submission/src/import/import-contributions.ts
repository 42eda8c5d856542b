import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { asProblem, checked, type FieldError, InvalidFields } from '#platform';
import { intake } from '../contributions/intake.ts';
import { TakeInContribution } from '../contributions/take-in-contribution.ts';
import type { Row } from './rows.ts';

export interface ImportOptions {
  readonly submit: boolean;
  /** For rows that name none. */
  readonly network: string | undefined;
}

export interface RowReport {
  readonly line: number;
  readonly externalId: string | null;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'valid' | 'refused' | 'not-tried';
  readonly id: string | null;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

export interface ImportReport {
  readonly total: number;
  readonly counts: Readonly<Partial<Record<RowReport['outcome'], number>>>;
  readonly rows: readonly RowReport[];
}

type Ended = Pick<RowReport, 'outcome' | 'id' | 'detail' | 'errors'>;

/** Takes in many contributions, row by row, each with its own outcome; rows with an `externalId` may be sent again. */
@Injectable()
export class ImportContributions {
  constructor(private readonly takeIn: TakeInContribution) {}

  /** What each row would end as, and nothing kept. */
  async check(rows: readonly Row[], options: ImportOptions, caller: Principal, now: Date): Promise<ImportReport> {
    const twice = repeatedIds(rows);
    return this.each(rows, (row) => this.ended(row, twice, () => this.checkRow(row, options, caller, now)));
  }

  /** @param cause of an import that may be applied again: a row is then taken once for it. */
  async take(
    rows: readonly Row[],
    options: ImportOptions,
    caller: Principal,
    now: Date,
    cause?: string,
  ): Promise<ImportReport> {
    const twice = repeatedIds(rows);
    return this.each(rows, (row) => this.ended(row, twice, () => this.takeRow(row, options, caller, now, cause)));
  }

  private async each(rows: readonly Row[], work: (row: Row) => Promise<RowReport>): Promise<ImportReport> {
    const reports: RowReport[] = [];
    for (const row of rows) reports.push(await work(row));
    return reportOf(reports);
  }

  private async checkRow(row: Row, options: ImportOptions, caller: Principal, now: Date): Promise<Ended> {
    await this.takeIn.check(this.intakeOf(row, options), caller, now);
    return { outcome: 'valid', id: null };
  }

  private async takeRow(
    row: Row,
    options: ImportOptions,
    caller: Principal,
    now: Date,
    cause?: string,
  ): Promise<Ended> {
    const request = cause ? { scope: `import ${cause}`, key: String(row.line), body: row.fields } : undefined;
    const { created, unchanged, view } = await this.takeIn.execute(this.intakeOf(row, options), caller, request, now);
    return { outcome: created ? 'created' : unchanged ? 'unchanged' : 'updated', id: view.id };
  }

  private intakeOf({ fields }: Row, { submit, network }: ImportOptions) {
    return checked(intake, { ...(network ? { network } : {}), ...fields, submit });
  }

  private async ended(row: Row, twice: ReadonlySet<string>, work: () => Promise<Ended>): Promise<RowReport> {
    const { externalId } = row.fields;
    const about = { line: row.line, externalId: typeof externalId === 'string' ? externalId : null };
    try {
      if (about.externalId && twice.has(about.externalId)) throw repeated();
      return { ...about, ...(await work()) };
    } catch (error) {
      const problem = asProblem(error);
      // The database being away is nothing that a row did.
      if (problem.status >= 500) throw error;
      const errors = problem instanceof InvalidFields ? { errors: problem.errors.slice(0, 50).map(inFrench) } : {};
      return { ...about, outcome: 'refused', id: null, detail: problem.detail.fr, ...errors };
    }
  }
}

const inFrench = ({ pointer, code, detail }: FieldError) => ({ pointer, code, detail: detail.fr });

/** Nothing was written: what is right waits for the rest to be. */
export const noneTaken = ({ rows }: ImportReport): ImportReport => reportOf(rows.map(notTried));

const notTried = (row: RowReport): RowReport => (row.outcome === 'refused' ? row : { ...row, outcome: 'not-tried' });

const reportOf = (rows: readonly RowReport[]): ImportReport => {
  const counts: Partial<Record<RowReport['outcome'], number>> = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return { total: rows.length, counts, rows };
};

const repeatedIds = (rows: readonly Row[]): ReadonlySet<string> => {
  const ids = rows.flatMap(({ fields }) => (typeof fields.externalId === 'string' ? [fields.externalId] : []));
  return new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
};

const repeated = () =>
  new InvalidFields([
    {
      pointer: '/externalId',
      code: 'duplicate',
      detail: {
        fr: 'Cet identifiant figure plusieurs fois dans l’import.',
        en: 'This id appears several times in the import.',
      },
    },
  ]);
