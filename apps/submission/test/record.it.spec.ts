import { beforeAll, describe, expect, it } from 'vitest';
import { ContributionRepository } from '../src/contributions/contribution.repository.ts';
import { RecordDecision } from '../src/contributions/record-decision.ts';
import { RecordResource } from '../src/contributions/record-resource.ts';
import { ForgetVisitors } from '../src/receipts/forget-visitors.ts';
import { NetworkRequestRepository } from '../src/requests/network-request.repository.ts';
import { type Office, officeForThisFile } from './an-office.ts';
import { complete } from './builders.ts';

const office: Office = officeForThisFile();
type Send = Awaited<ReturnType<Office['person']>>;
let author: Send;
let facilitator: Send;
let partner: Send;
let key: Send;
let member: Send;
let operator: Send;

beforeAll(async () => {
  await office.network({ _id: 'riva', name: 'Réseau RIVA' });
  await office.network({ _id: 'mda', name: 'Maison des associations' });
  await office.network({ _id: 'etat', actorType: 'state' });
  author = await office.member('paul', [{ role: 'contributor', network: 'riva' }]);
  facilitator = await office.member('marie', [{ role: 'facilitator', network: 'riva' }]);
  partner = await office.member('lea', [{ role: 'facilitator', network: 'mda' }]);
  member = await office.member('ines', [{ role: 'committee-member', college: 'etat', network: 'etat' }]);
  operator = await office.member('omar', [{ role: 'operator' }]);
  key = await office.networkKey('riva', true);
});

const content = { ...complete.documentary, title: 'Tenir une assemblée' };
const create = async (send: Send, fields: object = {}) =>
  (await send('POST', 'contributions', { body: { ...content, submit: true, ...fields } })).body;
const codes = ({ body }: { body: { errors?: { pointer: string; code: string }[] } }) =>
  (body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
const decide = (contributionId: string, version: number, type = 'editorial.case.approved.v1') =>
  office.get(RecordDecision).whenCaseDecided({
    type,
    data: { caseId: `case-${contributionId}-${version}`, contributionId, version, reasons: ['Précisez.'] },
    occurredAt: '2026-03-05T09:00:00.000Z',
  } as never);

describe('What a contribution took', () => {
  it('is for its own network alone, and in no event', async () => {
    const { id } = await create(author, { effort: { hours: 12, costEur: 300 } });
    expect((await facilitator('GET', `contributions/${id}`)).body.effort).toEqual({ hours: 12, costEur: 300 });
    const seen = await member('GET', `contributions/${id}`);
    expect([seen.status, seen.body.effort]).toEqual([200, undefined]);
    expect(JSON.stringify(await office.announced('contributions'))).not.toContain('costEur');
  });
});

describe('A contribution of several networks', () => {
  it('reaches the committee once every co-producer agreed, and not before', async () => {
    const { id, status } = await create(key, { coProducers: ['mda'] });
    expect(status).toBe('submitted');
    expect(await facilitator('POST', `contributions/${id}/endorse`)).toMatchObject({
      status: 409,
      body: { type: '/problems/agreements-awaited', awaited: ['mda'] },
    });
    expect((await author('POST', `contributions/${id}/agree`)).status).toBe(404);
    expect((await partner('GET', `contributions/${id}`)).body.awaitedAgreements).toEqual(['mda']);
    // Its key endorses: the last agreement is all that was awaited.
    expect((await partner('POST', `contributions/${id}/agree`)).body.status).toBe('in-review');
    expect((await partner('POST', `contributions/${id}/agree`)).status).toBe(409);
  });

  it('goes back to its author when one objects', async () => {
    const { id } = await create(author, { coProducers: ['mda'] });
    const body = { objection: 'La page 3 n’est pas à jour.' };
    expect((await partner('POST', `contributions/${id}/agree`, { body })).body.status).toBe('draft');
    const { history } = (await author('GET', `contributions/${id}`)).body;
    expect(history.at(-1).reasons).toEqual(['Maison des associations : La page 3 n’est pas à jour.']);
  });
});

describe('Licences', () => {
  it('of an adaptation go with that of the original', async () => {
    const original = await create(key, { licence: 'cc-by-sa-4.0' });
    const adaptation = { adaptationOf: original.id, licence: 'cc-by-4.0', submit: true };
    const post = (fields: object) => author('POST', 'contributions', { body: { ...content, ...fields } });
    expect(codes(await post(adaptation))).toEqual(['/adaptationOf unknown-resource']);
    await decide(original.id, 1);
    expect(codes(await post(adaptation))).toEqual(['/licence incompatible-licence']);
    expect((await post({ ...adaptation, licence: 'cc-by-sa-4.0' })).status).toBe(201);
  });
});

describe('Versions', () => {
  it('are compared, in French', async () => {
    const { id } = await create(key);
    await decide(id, 1);
    const { etag } = (await author('GET', `contributions/${id}`)).headers;
    const edits = { title: 'Tenir une assemblée utile', change: 'Un titre plus juste.' };
    await author('PATCH', `contributions/${id}`, { body: edits, headers: { 'if-match': String(etag) } });
    await author('POST', `contributions/${id}/submit`);
    expect((await author('GET', `contributions/${id}/versions`)).body.items).toMatchObject([
      { version: 2, change: 'Un titre plus juste.', charter: '2026-1', policyVersion: 1 },
      { version: 1 },
    ]);
    const { body } = await author('GET', `contributions/${id}/versions/2/changes`);
    expect(body).toMatchObject({ from: 1, to: 2, changes: [{ label: 'Titre' }, { label: 'Ce qui change' }] });
    expect((await author('GET', `contributions/${id}/versions/9`)).status).toBe(404);
    expect((await partner('GET', `contributions/${id}/versions`)).status).toBe(404);
  });
});

describe('A proposal without an account', () => {
  const proposal = {
    ...content,
    network: 'riva',
    charter: '2026-1',
    proposer: { name: 'Ana', email: 'ana@example.org' },
  };

  it('says who, to whom and under which charter', async () => {
    const post = (body: object) => office.anyone('POST', 'contributions', { body });
    expect((await post(content)).status).toBe(401);
    expect(codes(await post({ ...content, network: 'riva' }))).toEqual(['/charter required', '/proposer required']);
  });

  it('waits for the facilitator, and is followed by its receipt', async () => {
    const { status, body } = await office.anyone('POST', 'contributions', { body: proposal });
    expect([status, body.status]).toEqual([201, 'submitted']);
    expect((await office.anyone('GET', `contributions/${body.id}`)).status).toBe(401);
    const path = body.receipt.replace('http://localhost:3000/api/v1/', '');
    expect((await office.anyone('GET', path)).body).toMatchObject({ status: 'submitted', statusLabel: 'Envoyée' });
    expect((await office.anyone('GET', path.replace(/.$/, 'x'))).status).toBe(404);
    expect((await facilitator('GET', `contributions/${body.id}`)).body.proposer).toEqual(proposal.proposer);
    await facilitator('POST', `contributions/${body.id}/return`, { body: { reasons: ['Trop court.'] } });
    const followed = (await office.anyone('GET', path)).body;
    expect(followed.history.at(-1)).toMatchObject({ what: 'returned', reasons: ['Trop court.'] });
    expect(JSON.stringify(await office.announced('contributions'))).not.toContain('ana@example.org');
  });

  it('forgets who made it a year after the last thing that happened, and no sooner', async () => {
    const at = new Date('2025-01-10T09:00:00Z');
    const send = { body: { ...proposal, title: 'Ancienne proposition' }, at };
    const { id } = (await office.anyone('POST', 'contributions', send)).body;
    const asked = {
      ...{ name: 'Ancien', actorType: 'association', networkKind: 'sectoral', territories: ['NAT-FR'] },
      contact: { name: 'Bob', email: 'bob@ancien.example' },
    };
    const request = (await office.anyone('POST', 'network-requests', { body: asked, at })).body.id;
    const returned = { body: { reasons: ['Trop court.'] }, at: new Date('2025-03-10T09:00:00Z') };
    await facilitator('POST', `contributions/${id}/return`, returned);
    const forget = office.get(ForgetVisitors);
    const proposer = async () => (await facilitator('GET', `contributions/${id}`)).body.proposer;
    const requester = async () => (await office.get(NetworkRequestRepository).store.find(request))?.contact;
    await forget.forget(new Date('2026-02-01T00:00:00Z'));
    expect([await proposer(), await requester()]).toEqual([proposal.proposer, { name: 'Nom effacé', email: '' }]);
    await Promise.all([1, 2, 3].map(() => forget.forget(new Date('2026-03-11T00:00:00Z'))));
    expect(await proposer()).toEqual({ name: 'Nom effacé', email: null });
    expect(await forget.forget(new Date('2026-03-11T00:00:00Z'))).toBe(0);
  });

  it('given twice with one Idempotency-Key is one', async () => {
    const send = () => office.anyone('POST', 'contributions', { body: proposal, headers: { 'idempotency-key': 'p1' } });
    const [first, again] = [await send(), await send()];
    expect(again.body).toEqual(first.body);
  });
});

describe('The author of a public resource', () => {
  it('asks for its withdrawal or for their name’s, once each, and the committee hears of it', async () => {
    const { id } = await create(key);
    const ask = (what: string) =>
      author('POST', `contributions/${id}/removal-requests`, { body: { what, reason: 'Obsolète.' } });
    expect((await ask('resource')).status).toBe(409);
    await decide(id, 1);
    expect((await ask('resource')).status).toBe(202);
    await ask('resource');
    expect((await ask('name')).body).toHaveLength(2);
    const asked = (await office.announced('contributions')).filter(({ data }) => data.contributionId === id);
    expect(asked.map(({ type }) => type).filter((type) => type.includes('requested'))).toEqual([
      'submission.contribution.withdrawal-requested.v1',
      'submission.contribution.name-removal-requested.v1',
    ]);
  });

  it('finds it withdrawn when the committee did', async () => {
    const { id } = await create(key);
    const event = {
      aggregateVersion: 2,
      data: { resource: { id, version: 1, status: 'withdrawn' }, reason: 'À la demande de l’auteur.' },
      occurredAt: '2026-03-06T09:00:00.000Z',
    } as never;
    // Heard too early, it is heard again.
    await expect(office.get(RecordResource).whenResourceChanged(event)).rejects.toThrow();
    await decide(id, 1);
    await office.get(RecordResource).whenResourceChanged(event);
    expect((await office.get(ContributionRepository).store.find(id))?.status).toBe('withdrawn');
  });
});

describe('Duplicates', () => {
  it('are shown while writing and afterwards, and block nothing', async () => {
    const { id } = await create(key, {
      title: 'Un budget de trésorerie',
      links: [{ url: 'https://a.example/t', title: 'T' }],
    });
    await decide(id, 1);
    const again = {
      ...content,
      title: 'Le budget de trésorerie',
      links: [{ url: 'http://www.a.example/t/', title: 'T' }],
    };
    const checked = (await partner('POST', 'contributions?dryRun=true', { body: again })).status;
    expect(checked).toBe(403);
    const { body } = await author('POST', 'contributions?dryRun=true', { body: { ...again, submit: true } });
    expect(body.valid).toBe(true);
    expect(body.duplicates[0]).toMatchObject({ id, likenesses: expect.arrayContaining(['same-title', 'same-link']) });
    const copy = await create(author, again);
    expect((await facilitator('GET', `contributions/${copy.id}/duplicates`)).body.items[0].id).toBe(id);
  });
});

describe('The production policy', () => {
  const policy = { explanation: 'Essai sur un cercle.', mode: 'circles', circles: ['second'] };

  it('is previewed, counts from the next answer on, and names its rule', async () => {
    const preview = (await operator('POST', 'submission/policy/preview', { body: policy })).body;
    expect(preview.contributions.checked).toBeGreaterThan(0);
    expect(preview.contributions.wouldBeRefused[0].rules).toEqual(['circles']);
    expect(preview.networks.shutOut.map(({ id }: { id: string }) => id)).toContain('riva');
    expect((await author('POST', 'submission/policy', { body: policy })).status).toBe(403);
    const { body, status } = await operator('POST', 'submission/policy', { body: policy });
    expect([status, body.version]).toEqual([201, 2]);
    expect((await office.anyone('GET', 'submission/policy')).body.current).toMatchObject({
      version: 2,
      mode: 'circles',
    });
    const refused = await author('POST', 'contributions', { body: { ...content, submit: true } });
    expect(codes(refused)).toEqual(['/network circles']);
    expect(refused.body.errors[0].detail).toContain('version 2');
    // A draft is nobody's business.
    expect((await author('POST', 'contributions', { body: content })).status).toBe(201);
    await operator('POST', 'submission/policy', { body: { ...policy, mode: 'open', explanation: 'Fin de l’essai.' } });
    expect((await author('POST', 'contributions', { body: { ...content, submit: true } })).status).toBe(201);
  });

  it('is one version at a time, when two operators race', async () => {
    const race = await Promise.all(
      [1, 2, 3].map(() => operator('POST', 'submission/policy', { body: { ...policy, mode: 'open' } })),
    );
    const versions = (await office.anyone('GET', 'submission/policy')).body.versions;
    expect(versions).toHaveLength(3 + race.filter(({ status }) => status === 201).length);
    for (const { status } of race) expect([201, 412]).toContain(status);
  });
});
