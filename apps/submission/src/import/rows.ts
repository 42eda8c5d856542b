import { parse } from 'csv-parse/sync';
import { Problem } from '#platform';

/** One row as it came: the line where it begins, and the fields that it has. */
export interface Row {
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export const mostRows = 1000;

export class UnreadableImport extends Problem {
  constructor(fr: string, en: string) {
    super('unreadable-import', 422, { fr, en });
  }
}

const tooMany = () => new UnreadableImport(`Un import porte ${mostRows} lignes au plus.`, `At most ${mostRows} rows.`);

/** One JSON object a line. @throws UnreadableImport naming the line */
export const rowsOfNdjson = (text: string): Row[] => {
  const rows = text.split(/\r?\n/).flatMap((json, index): Row[] => {
    if (json.trim() === '') return [];
    const line = index + 1;
    const fields = parsed(json);
    if (!fields)
      throw new UnreadableImport(`Ligne ${line} : un objet JSON est attendu.`, `Line ${line} is no JSON object.`);
    return [{ line, fields }];
  });
  if (rows.length > mostRows) throw tooMany();
  return rows;
};

const parsed = (json: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};

const lists = new Set([
  ...[
    'territories',
    'themes',
    'audiences',
    'supportTasks',
    'uses',
    'howToUse',
    'legalRefs',
    'coProducers',
    'competences',
  ],
  ...['fieldTest.testedIn', 'scope.include', 'scope.exclude'],
]);
const numbers = new Set(['observation.sampleSize', 'effort.hours', 'effort.costEur']);
const pairs = new Set(['links', 'relatedTraining']);

/**
 * A table with a header row, separated by commas or semicolons (what French spreadsheets write). Columns are the fields of the
 * API; `fieldTest.verdict` is one inside another, a list is cut at `|`, and a link is « title | address » or an address.
 *
 * @throws UnreadableImport naming the line
 */
export const rowsOfCsv = (text: string): Row[] => {
  const [header = ''] = text.split(/\r?\n/, 1);
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  const options = {
    bom: true,
    columns: true,
    delimiter,
    skip_empty_lines: true,
    trim: true,
    info: true,
    to: mostRows + 1,
  };
  const rows = records(text, options).map(({ record, info }) => ({ line: info.lines, fields: fieldsOf(record) }));
  if (rows.length > mostRows) throw tooMany();
  return rows;
};

type Record_ = { record: Record<string, string>; info: { lines: number } };

const records = (text: string, options: object): Record_[] => {
  try {
    return parse(text, options as never) as unknown as Record_[];
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1;
    throw new UnreadableImport(
      `Ligne ${line} : le tableau ne se lit pas (guillemets, ou nombre de colonnes).`,
      `Line ${line} of the table cannot be read (quotes, or the number of columns).`,
    );
  }
};

const fieldsOf = (record: Record<string, string>): Record<string, unknown> => {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [column, cell] of Object.entries(record)) {
    if (cell === '') continue;
    const [outer = '', inner] = column.split('.', 2);
    if (inner === undefined) fields[outer] = cellValue(column, cell);
    else fields[outer] = { ...(fields[outer] as object | undefined), [inner]: cellValue(column, cell) };
  }
  return { ...fields };
};

const cellValue = (column: string, cell: string): unknown => {
  if (pairs.has(column))
    return cell
      .split(/\s*\n\s*/)
      .filter(Boolean)
      .map(pairOf);
  if (lists.has(column))
    return cell
      .split('|')
      .map((part) => part.trim())
      .filter(Boolean);
  if (numbers.has(column)) return Number(cell.replace(',', '.').replace(/\s/g, ''));
  return cell;
};

const pairOf = (written: string) => {
  const at = written.lastIndexOf('|');
  const url = written.slice(at + 1).trim();
  return { url, title: at < 0 ? url.slice(0, 200) : written.slice(0, at).trim() };
};
