import fc from 'fast-check';
import { Schema } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { putIfNewer } from '#messaging';
import type { Database } from '#persistence';
import { mongoForThisFile } from '../../test/support/engines.ts';
import { answers, atOnce } from '../../test/support/eventually.ts';

interface Row {
  _id: string;
  v: number;
  title: string;
}
const row = (_id: string, v: number): Row => ({ _id, v, title: `version ${v}` });
const rowsOf = (database: Database) =>
  database.model<Row>('rows', new Schema({ _id: String, v: Number }, { strict: false }));

describe('A row of a read model', () => {
  const { aDatabase } = mongoForThisFile();

  it('ends at the highest version, whatever the order and the repeats', async () => {
    const rows = await aDatabase(rowsOf);
    const versions = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 });
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(versions, async (arriving) => {
        nth += 1;
        const id = `row${nth}`;
        let highest = 0;
        for (const v of arriving) {
          expect(await putIfNewer(rows, row(id, v))).toBe(v > highest);
          highest = Math.max(highest, v);
        }
        expect(await rows.findById(id).lean()).toEqual(row(id, highest));
      }),
      { numRuns: 40 },
    );
  });

  it('ends at the highest version when all of them arrive at once, the first ones too', async () => {
    const rows = await aDatabase(rowsOf);
    for (let round = 0; round < 30; round += 1) {
      const id = `row${round}`;
      const endings = await atOnce(10, (n) => putIfNewer(rows, row(id, ((n * 7 + round) % 10) + 1)));
      expect(endings.filter(({ status }) => status === 'rejected')).toEqual([]);
      expect(answers(endings)).toContain(true);
      expect(await rows.findById(id).lean()).toEqual(row(id, 10));
    }
  });

  it('keeps what a later event does not name', async () => {
    const rows = await aDatabase(rowsOf);
    await putIfNewer(rows, { ...row('key', 1), hash: 'x' } as Row);
    await putIfNewer(rows, { _id: 'key', v: 2, revoked: true } as unknown as Row);
    expect(await rows.findById('key').lean()).toEqual({ ...row('key', 1), v: 2, hash: 'x', revoked: true });
  });
});
