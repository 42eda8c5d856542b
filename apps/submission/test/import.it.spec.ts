import { beforeAll, describe, expect, it } from 'vitest';
import { ImportContributions } from '../src/import/import-contributions.ts';
import { WholeImports } from '../src/import/whole-imports.ts';
import { type Office, officeForThisFile } from './an-office.ts';
import { complete } from './builders.ts';

const office: Office = officeForThisFile();
type Send = Awaited<ReturnType<Office['person']>>;
let key: Send;

beforeAll(async () => {
  await office.network({ _id: 'riva' });
  key = await office.networkKey('riva');
});

const row = (externalId: string, fields: object = {}) => ({ ...complete.documentary, externalId, ...fields });
const send = (rows: readonly object[], query = '') =>
  key('POST', `contributions/import${query}`, {
    headers: { 'content-type': 'application/x-ndjson' },
    body: rows.map((each) => JSON.stringify(each)).join('\n'),
  });
const total = async () => (await key('GET', 'contributions?limit=1')).body.total;

describe('An import', () => {
  it('brings drafts, and reports each row by its line', async () => {
    const { status, body } = await send([row('a'), row('b', { themes: ['emplois'] }), row('c')]);
    expect([status, body.counts]).toEqual([200, { created: 2, refused: 1 }]);
    expect(body.rows[1]).toMatchObject({ line: 2, externalId: 'b', outcome: 'refused' });
    expect(body.rows[1].errors[0]).toMatchObject({ pointer: '/themes/0', code: 'unknown-theme' });
    expect((await key('GET', `contributions/${body.rows[0].id}`)).body.status).toBe('draft');
  });

  it('sent again is nothing where nothing changed, and an update elsewhere', async () => {
    const { body } = await send([row('a'), row('c', { title: 'Autrement' }), row('d')]);
    expect(body.counts).toEqual({ unchanged: 1, updated: 1, created: 1 });
  });

  it('hands in what it brings when asked, with everything that is missing', async () => {
    const { body } = await send([row('e'), row('f', { howToUse: undefined })], '?submit=true');
    expect(body.rows).toMatchObject([
      { outcome: 'created' },
      { outcome: 'refused', errors: [{ pointer: '/howToUse' }] },
    ]);
    expect((await key('GET', `contributions/${body.rows[0].id}`)).body.status).toBe('submitted');
  });

  it('only checks with dryRun', async () => {
    const before = await total();
    expect((await send([row('g'), row('h', { format: 'x' })], '?dryRun=true')).body.counts).toEqual({
      valid: 1,
      refused: 1,
    });
    expect(await total()).toBe(before);
  });

  it('is all or none when asked', async () => {
    const before = await total();
    const none = await send([row('i'), row('j', { format: 'x' }), row('k')], '?atomic=true');
    expect([none.status, none.body.counts]).toEqual([422, { 'not-tried': 2, refused: 1 }]);
    expect(await total()).toBe(before);
    expect((await send([row('i'), row('k')], '?atomic=true')).body.counts).toEqual({ created: 2 });
  });

  it('of all rows, cut short by a crash, is applied to its end, once', async () => {
    const before = await total();
    const take = ImportContributions.prototype.take;
    // The process dies after the first row.
    const rows = [row('m'), row(undefined as never, { title: 'Sans identifiant' }), row('n')];
    ImportContributions.prototype.take = async function (given, ...rest) {
      await take.call(this, given.slice(0, 2), ...rest);
      throw new Error('killed');
    };
    expect((await send(rows, '?atomic=true')).status).toBe(500);
    ImportContributions.prototype.take = take;
    expect(await total()).toBe(before + 2);
    const imports = office.get(WholeImports);
    const later = new Date(Date.now() + 3600_000);
    await Promise.all([imports.resume(later), imports.resume(later)]);
    expect(await total()).toBe(before + 3);
    await imports.resume(new Date(later.getTime() + 3600_000));
    expect(await total()).toBe(before + 3);
  });

  it('refuses what names one thing twice, and what is no table', async () => {
    expect((await send([row('l'), row('l')])).body.counts).toEqual({ refused: 2 });
    const csv = (body: Buffer | string) =>
      key('POST', 'contributions/import', { headers: { 'content-type': 'text/csv' }, body });
    expect((await csv(Buffer.from('title\nEt\xe9\n', 'latin1'))).body.type).toBe('/problems/unreadable-import');
    expect((await csv('title;family\nUn titre;documentary\n')).body.counts).toEqual({ created: 1 });
    expect((await key('POST', 'contributions/import', { body: { title: 'x' } })).status).toBe(422);
    const elsewhere = { headers: { 'content-type': 'text/csv' }, body: 'title\na\n' };
    expect((await key('POST', 'contributions', elsewhere)).status).toBe(415);
  });
});
