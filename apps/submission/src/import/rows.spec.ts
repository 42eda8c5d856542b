import { describe, expect, it } from 'vitest';
import { rowsOfCsv, rowsOfNdjson, UnreadableImport } from './rows.ts';

describe('A table to import', () => {
  it('has the fields of the API as columns, lists cut at bars', () => {
    const [row] = rowsOfCsv(
      'title,themes,fieldTest.verdict,fieldTest.testedIn,links,observation.sampleSize\n' +
        '"Guide, 2e édition",emploi | rgpd,inspiration,DEP-59|DEP-62,"Le guide | https://a.example/g\nhttps://b.example/",1 200\n',
    );
    expect(row?.fields).toEqual({
      title: 'Guide, 2e édition',
      themes: ['emploi', 'rgpd'],
      fieldTest: { verdict: 'inspiration', testedIn: ['DEP-59', 'DEP-62'] },
      links: [
        { title: 'Le guide', url: 'https://a.example/g' },
        { title: 'https://b.example/', url: 'https://b.example/' },
      ],
      observation: { sampleSize: 1200 },
    });
  });

  it('may come from a French spreadsheet: semicolons, a byte order mark, empty cells', () => {
    const rows = rowsOfCsv('\ufefftitle;summary;sector\r\nUn;;\r\n\r\nDeux;Résumé;sport\r\n');
    expect(rows.map(({ fields }) => fields)).toEqual([
      { title: 'Un' },
      { title: 'Deux', summary: 'Résumé', sector: 'sport' },
    ]);
  });

  it('says on which line it cannot be read', () => {
    expect(() => rowsOfCsv('title,summary\na,b,c\n')).toThrow(UnreadableImport);
    expect(() => rowsOfNdjson('{"title":"a"}\n[1]\n')).toThrow(/Line 2/);
    expect(() => rowsOfCsv(`title\n${'a\n'.repeat(1001)}`)).toThrow(/1000/);
  });

  it('reaches no prototype', () => {
    const [row] = rowsOfCsv('title,__proto__.submit,constructor\na,true,b\n');
    expect(Object.getPrototypeOf(row?.fields)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('submit');
  });
});
