import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { Database } from '#persistence';
import { eventually } from '../../../test/support/eventually.ts';
import { extractText } from '../src/attachments/extract-text.ts';
import { FileTextsController } from '../src/attachments/file-texts.controller.ts';
import { FileTexts } from '../src/attachments/file-texts.ts';
import { SweepFiles } from '../src/attachments/sweep-files.ts';
import { RecordDecision } from '../src/contributions/record-decision.ts';
import { RecordResource } from '../src/contributions/record-resource.ts';
import { type Office, officeForThisFile, type Reply } from './an-office.ts';
import { complete } from './builders.ts';
import { aDocx, aPdf } from './documents.ts';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const office: Office = officeForThisFile();
type Send = Awaited<ReturnType<Office['person']>>;
let author: Send;
let stranger: Send;
let key: Send;

beforeAll(async () => {
  await office.network({ _id: 'riva' });
  await office.network({ _id: 'mda' });
  author = await office.member('paul', [{ role: 'contributor', network: 'riva' }]);
  stranger = await office.member('lea', [{ role: 'contributor', network: 'mda' }]);
  key = await office.networkKey('riva', true);
});

const draft = async (fields: object = {}): Promise<string> =>
  (await author('POST', 'contributions', { body: { ...complete.documentary, ...fields } })).body.id;

const attach = async (
  send: Send,
  id: string,
  bytes: Buffer | string,
  name = 'guide.pdf',
  fields: Record<string, string> = {},
): Promise<Reply> => {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new File([bytes as never], name));
  const encoded = new Response(form);
  const headers = { 'content-type': String(encoded.headers.get('content-type')) };
  return send('POST', `contributions/${id}/attachments`, { headers, body: Buffer.from(await encoded.arrayBuffer()) });
};

const publish = async (contributionId: string) => {
  const data = { caseId: `case-${contributionId}`, contributionId, version: 1, reasons: [] };
  const occurredAt = '2026-03-05T09:00:00.000Z';
  await office.get(RecordDecision).whenCaseDecided({ type: 'editorial.case.approved.v1', data, occurredAt } as never);
};
const becomes = (id: string, status: string, aggregateVersion: number) =>
  office.get(RecordResource).whenResourceChanged({
    aggregateVersion,
    data: { resource: { id, version: 1, status }, reason: null },
    occurredAt: '2026-03-06T09:00:00.000Z',
  } as never);

describe('A file', () => {
  it('is typed by its content, hashed, and part of the contribution', async () => {
    const id = await draft();
    const { status, body, headers } = await attach(author, id, aPdf('Bonjour'), 'C:\\docs\\Été.docx', {
      accessible: 'yes',
    });
    expect([status, headers.location]).toEqual([201, `/api/v1/contributions/${id}/attachments/${body.id}`]);
    expect(body).toMatchObject({ name: 'Été.docx', type: 'application/pdf', accessible: 'yes', scanned: false });
    expect(body.sha256).toMatch(/^[0-9a-f]{64}$/);
    const seen = (await author('GET', `contributions/${id}`)).body;
    expect(seen.files).toEqual([body]);
    expect(JSON.stringify(seen)).not.toContain('addedBy');
    const back = await author('GET', `contributions/${id}/attachments/${body.id}`);
    expect(back.raw.equals(aPdf('Bonjour'))).toBe(true);
  });

  it('sent again is the same one', async () => {
    const id = await draft();
    const [first, again] = [await attach(author, id, aPdf('A')), await attach(author, id, aPdf('A'))];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.id).toBe(first.body.id);
  });

  it('is refused when it is too large, of a type that is not taken, or not there, and leaves nothing', async () => {
    const id = await draft();
    expect((await attach(author, id, Buffer.alloc(1_000_001, 'a'), 'a.txt')).body.type).toBe('/problems/too-large');
    expect((await attach(author, id, Buffer.from('MZ\u0090\u0000'), 'a.pdf')).status).toBe(415);
    expect((await attach(author, id, '<svg/>', 'a.svg')).body.type).toBe('/problems/unsupported-file');
    expect((await attach(author, id, aPdf('A'), 'a.pdf', { color: 'red' })).body.errors[0].pointer).toBe('/color');
    expect((await attach(author, id, aPdf('A'), 'a.pdf', { accessible: 'oui' })).status).toBe(422);
    const json = await author('POST', `contributions/${id}/attachments`, { body: {} });
    expect([json.status, json.body.type]).toEqual([415, '/problems/unsupported-media-type']);
    expect((await author('GET', `contributions/${id}`)).body.files).toEqual([]);
    const count = await office.get(SweepFiles).sweep(new Date(Date.now() + 2 * 3600_000));
    expect(count).toBe(0);
  });

  it('is the business of its network, and of nobody else before it is public', async () => {
    const id = await draft();
    expect((await attach(stranger, id, aPdf('A'))).status).toBe(404);
    const { body } = await attach(author, id, aPdf('A'));
    expect((await stranger('GET', `contributions/${id}/attachments/${body.id}`)).status).toBe(404);
    expect((await office.anyone('GET', `resources/${id}/files/${body.id}`)).status).toBe(404);
    // A multipart body anywhere else is no body.
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await author('POST', 'contributions', { headers, body: '--x--' })).status).toBe(415);
  });

  it('takes the place of a link, and needs its words when some cannot read it', async () => {
    const id = await draft({ links: [] });
    const submit = async () => (await author('POST', `contributions/${id}/submit`)).body;
    expect((await submit()).errors[0].pointer).toBe('/links');
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
    const { body } = await attach(author, id, png, 'carte.png');
    expect((await submit()).errors).toEqual([expect.objectContaining({ pointer: '/files/0/textAlternative' })]);
    const path = `contributions/${id}/attachments/${body.id}`;
    await author('PATCH', path, { body: { textAlternative: 'Une carte du Nord.' } });
    expect((await submit()).status).toBe('submitted');
    expect((await author('DELETE', path)).status).toBe(409);
  });
});

describe('A file of a public resource', () => {
  const text = 'Une association déclarée tient son assemblée. '.repeat(30);
  let id: string;
  let file: { id: string; sha256: string; url: string; bytes: number };
  const get = (headers: Record<string, string> = {}) =>
    office.anyone('GET', `resources/${id}/files/${file.id}`, { headers });

  beforeAll(async () => {
    id = await draft();
    file = (await attach(author, id, text, 'Guide « été ».txt')).body;
    await key('POST', `contributions/${id}/submit`);
    await publish(id);
  });

  it('travels with the version, at the address where it is served', async () => {
    const announced = await office.announced('contributions');
    const { content } = (announced.find(({ data }) => data.contributionId === id)?.data ?? {}) as {
      content: { files: object[] };
    };
    expect(content.files).toEqual([expect.objectContaining({ id: file.id, url: file.url, sha256: file.sha256 })]);
    expect(file.url).toBe(`http://localhost:3000/api/v1/resources/${id}/files/${file.id}`);
  });

  it('is saved and never run', async () => {
    const { status, headers, raw } = await get();
    expect([status, raw.toString()]).toEqual([200, text]);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'content-length': String(file.bytes),
      etag: `"${file.sha256}"`,
    });
    expect(headers['content-disposition']).toMatch(/^attachment; filename="Guide/);
  });

  it('comes in part, or not at all when it is known', async () => {
    const bytes = Buffer.from(text);
    const part = await get({ range: 'bytes=10-19' });
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 10-19/${bytes.length}`]);
    expect(part.raw.equals(bytes.subarray(10, 20))).toBe(true);
    expect((await get({ range: 'bytes=99999-' })).status).toBe(416);
    expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
    expect((await get({ 'if-none-match': `"${file.sha256}"` })).status).toBe(304);
  });

  it('is not there while it is suspended, and gone once it is withdrawn', async () => {
    await becomes(id, 'suspended', 3);
    expect((await get()).status).toBe(404);
    // Late news change nothing.
    await becomes(id, 'published', 2);
    expect((await get()).status).toBe(404);
    await becomes(id, 'published', 4);
    expect((await get()).status).toBe(200);
    await becomes(id, 'withdrawn', 5);
    expect(await get()).toMatchObject({ status: 410, body: { type: '/problems/resource-withdrawn' } });
  });
});

describe('The words of files', () => {
  it.each([
    ['a PDF', () => aPdf('Bonjour les associations'), 'a.pdf', 'Bonjour les associations'],
    ['a Word document', () => aDocx('Statuts et règlement'), 'a.docx', 'Statuts et règlement'],
    ['a page', () => Buffer.from('<!doctype html><style>x</style><p>Un &eacute;t&eacute;</p>'), 'a.html', 'Un été'],
    ['a text', () => Buffer.from('Un texte.'), 'a.txt', 'Un texte.'],
  ])('of %s are read for search', async (_, bytes, name, words) => {
    const { body } = await attach(author, await draft(), bytes(), name);
    const texts = office.get(FileTexts);
    await eventually(async () => {
      await texts.tick();
      expect(await texts.of([body.id])).toEqual([{ id: body.id, text: words }]);
    }, 20_000);
    const { items } = await office.get(FileTextsController).read({ ids: [body.id] });
    expect(items).toEqual([{ id: body.id, text: words }]);
  });

  it('that unpack to far more are given up, and the service lives', async () => {
    const bomb = aDocx(Buffer.alloc(300 * 1024 * 1024, 'a'));
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(extractText(Readable.from([bomb]), word)).rejects.toThrow('it unpacks to too much');
    expect((await author('GET', 'contributions')).status).toBe(200);
  }, 60_000);

  it('that cannot be read hold up no other', async () => {
    const broken = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1000, 'x')]);
    const { body } = await attach(author, await draft(), broken, 'a.pdf');
    await office.get(FileTexts).tick();
    expect(await office.get(FileTexts).of([body.id])).toEqual([]);
  });
});

describe('Bytes that nothing names', () => {
  it('go after an hour, and no others', async () => {
    const id = await draft();
    const { body } = await attach(author, id, aPdf('Un brouillon'));
    const kept = (await attach(author, id, aPdf('Un autre'))).body;
    await author('DELETE', `contributions/${id}/attachments/${body.id}`);
    await pause(5);
    expect(await office.get(SweepFiles).sweep(new Date())).toBe(0);
    expect(await office.get(SweepFiles).sweep(new Date(Date.now() + 2 * 3600_000))).toBe(1);
    expect((await author('GET', `contributions/${id}/attachments/${kept.id}`)).status).toBe(200);
  });
});

describe('A multipart body that is not as it should be', () => {
  const type = 'multipart/form-data; boundary=x';
  const part = (name: string, value: string, filename?: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n\r\n${value}\r\n`;
  const pdf = () => aPdf('A').toString('latin1');

  it.each([
    ['without a boundary', 'multipart/form-data', part('file', 'Bonjour', 'a.txt')],
    ['cut short in a file', type, part('file', 'Bonjour', 'a.txt').slice(0, -3)],
    ['cut short in its headers', type, '--x\r\nContent-Disposition: form-da'],
    ['that is empty', type, ''],
    ['with no part', type, '--x--\r\n'],
    ['with no file', type, `${part('accessible', 'yes')}--x--\r\n`],
    ['with an empty file', type, `${part('file', '', 'a.pdf')}--x--\r\n`],
    ['with two files', type, `${part('file', pdf(), 'a.pdf')}${part('file', 'Bonjour', 'b.txt')}--x--\r\n`],
    ['that reaches for the prototype', type, `${part('__proto__', 'x')}${part('file', 'Bonjour', 'a.txt')}--x--\r\n`],
    [
      'with a field too long',
      type,
      `${part('textAlternative', 'x'.repeat(30_000))}${part('file', 'Bonjour', 'a.txt')}--x--\r\n`,
    ],
    [
      'with a field said twice',
      type,
      `${part('accessible', 'yes')}${part('accessible', '1')}${part('file', 'A', 'a.txt')}--x--\r\n`,
    ],
    ['with too many fields', type, `${Array.from({ length: 9 }, (_, n) => part(`f${n}`, 'x')).join('')}--x--\r\n`],
    ['of another kind', 'multipart/mixed; boundary=x', `${part('file', 'A', 'a.txt')}--x--\r\n`],
  ])('%s is refused with a reason, and leaves nothing', async (_, contentType, body) => {
    const id = await draft();
    const path = `contributions/${id}/attachments`;
    const answer = await author('POST', path, {
      headers: { 'content-type': contentType },
      body: Buffer.from(body, 'latin1'),
    });
    expect([400, 413, 415, 422]).toContain(answer.status);
    expect(answer.body.detail).toMatch(/\S/);
    expect((await author('GET', `contributions/${id}`)).body.files).toEqual([]);
  });

  it('leaves no bytes behind', async () => {
    const later = new Date(Date.now() + 2 * 3600_000);
    await office.get(SweepFiles).sweep(later);
    const stored = await office.get(Database).connection.collection('files.files').countDocuments();
    const named = await office.get(Database).connection.collection('contributions').distinct('files.id');
    expect(stored).toBeLessThanOrEqual(named.length);
  });
});
