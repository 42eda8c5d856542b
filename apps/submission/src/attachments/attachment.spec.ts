import { describe, expect, it } from 'vitest';
import { cleanName } from './attachment.ts';
import { contentType } from './content-type.ts';
import { disposition, rangeOf } from './serve-file.ts';

describe('The type of a file', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
  it.each([
    [png, 'photo.txt', 'image/png'],
    [Buffer.from('%PDF-1.7\n'), 'a.docx', 'application/pdf'],
    [Buffer.from('MZ\u0090\u0000\u0003'), 'guide.pdf', 'application/x-msdownload'],
    [Buffer.from('Nom;Ville\nÉlan;Lille\n'), 'liste.csv', 'text/csv'],
    [Buffer.from('Bonjour.'), 'bonjour.exe', 'text/plain'],
    [Buffer.from('<!DOCTYPE html><script>'), 'a.txt', 'text/html'],
    [Buffer.from('<svg onload="alert(1)">'), 'carte.txt', 'application/xml'],
    [Buffer.from([0, 1, 2, 3]), 'a.txt', null],
    [Buffer.alloc(0), 'a.txt', null],
    [Buffer.alloc(256 * 1024, 'a'), 'a.txt', 'text/plain'],
    [Buffer.concat([Buffer.alloc(256 * 1024 - 1, 'a'), Buffer.from('é').subarray(0, 1)]), 'a.txt', 'text/plain'],
    [Buffer.concat([Buffer.alloc(100, 'a'), Buffer.from('é').subarray(0, 1)]), 'a.txt', null],
  ])('is by its content, whatever its name: %#', async (bytes, name, type) => {
    const found = await contentType(bytes, name);
    expect(found === 'application/vnd.microsoft.portable-executable' ? 'application/x-msdownload' : found).toBe(type);
  });
});

describe('The name of a file', () => {
  it.each([
    ['Guide été.pdf', 'Guide été.pdf'],
    ['..\\..\\windows\\cmd.exe', 'cmd.exe'],
    ['/etc/passwd', 'passwd.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['a\u202egnp.exe\r\nX: y', 'agnp.exeX y.pdf'],
    ['', 'fichier.pdf'],
  ])('%j becomes %j', (given, name) => {
    expect(cleanName(given, 'application/pdf')).toBe(name);
  });

  it('is written for old clients and for others', () => {
    expect(disposition('Été « 2026 ».pdf')).toBe(
      `attachment; filename="Ete  2026 .pdf"; filename*=UTF-8''%C3%89t%C3%A9%20%C2%AB%202026%20%C2%BB.pdf`,
    );
  });
});

describe('A range', () => {
  it.each([
    [undefined, null],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-2', null],
    ['bytes=0-1,5-6', null],
    ['lines=0-1', null],
    ['bytes=-', null],
  ])('%s of a hundred bytes is %j', (header, range) => {
    expect(rangeOf(header, 100)).toEqual(range);
  });
});
