import { beforeAll, describe, expect, it } from 'vitest';
import { KeyRing } from '#access';
import { eventually } from '../../../test/support/eventually.ts';
import { csvCell } from '../src/atlas/atlas-exports.ts';
import { PersonContactsController } from '../src/people/person-contacts.controller.ts';
import { type Office, officeForThisFile } from './an-office.ts';
import { complete } from './builders.ts';

const office: Office = officeForThisFile();
type Send = Awaited<ReturnType<Office['person']>>;
let operator: Send;
let facilitator: Send;
let stranger: Send;
let contributor: Send;

beforeAll(async () => {
  await office.network({ _id: 'riva' });
  await office.network({ _id: 'mda' });
  operator = await office.member('omar', [{ role: 'operator' }]);
  facilitator = await office.member('marie', [{ role: 'facilitator', network: 'riva' }]);
  stranger = await office.member('lea', [{ role: 'facilitator', network: 'mda' }]);
  contributor = await office.member('paul', [{ role: 'contributor', network: 'riva' }]);
});

describe('A network', () => {
  it('says how it is reached, where that is from and since when', async () => {
    const { etag } = (await office.anyone('GET', 'networks/riva')).headers;
    const contacts = [
      { label: 'Accueil', email: 'accueil@riva.example', source: 'Site du réseau', asOf: '2026-01-15' },
    ];
    const edit = (body: object) =>
      facilitator('PATCH', 'networks/riva', { body, headers: { 'if-match': String(etag) } });
    expect((await edit({ contacts: [{ label: 'Accueil' }] })).body.errors).toHaveLength(2);
    expect((await edit({ contacts, website: 'https://riva.example/' })).body.contacts).toMatchObject(contacts);
    expect((await office.anyone('GET', 'networks/riva')).body).toMatchObject({
      contacts,
      website: 'https://riva.example/',
    });
  });

  it('takes a contact off, for good, when those it is about ask', async () => {
    const edit = async (contacts: object[]) => {
      const { etag } = (await office.anyone('GET', 'networks/riva')).headers;
      return facilitator('PATCH', 'networks/riva', { body: { contacts }, headers: { 'if-match': String(etag) } });
    };
    const said = { source: 'Site du réseau', asOf: '2026-01-15' };
    const hall = { label: 'Accueil', email: 'permanence@riva.example', ...said };
    const { contacts } = (await edit([hall, { label: 'Siège', phone: '01 02 03 04 05', ...said }])).body;
    // What was told may be sent back as it is.
    expect((await edit(contacts)).body.contacts).toEqual(contacts);
    const hide = (contact: string) => office.anyone('POST', 'networks/riva/contact-opt-outs', { body: { contact } });
    expect((await hide('none')).status).toBe(404);
    expect((await hide(contacts[0].id)).status).toBe(204);
    expect((await hide(contacts[0].id)).status).toBe(404);
    expect((await office.anyone('GET', 'networks/riva')).body.contacts).toEqual([contacts[1]]);
    expect((await office.announced('networks')).map(({ data }) => data.kind)).toContain('atlas.opted-out');
    const again = await edit([{ label: 'Autre nom', email: 'Permanence@riva.example', ...said }]);
    expect(again.body.errors).toMatchObject([{ pointer: '/contacts/0/email', code: 'opted-out' }]);
    const line = { kind: 'partner', name: 'Riva', territory: 'DEP-59', email: hall.email, ...said };
    expect((await facilitator('POST', 'atlas', { body: line })).body.errors).toMatchObject([{ code: 'opted-out' }]);
  });

  it('leaves what the policy goes by to operators', async () => {
    const edit = async (send: Send, body: object) => {
      const { etag } = (await office.anyone('GET', 'networks/mda')).headers;
      return (await send('PATCH', 'networks/mda', { body, headers: { 'if-match': String(etag) } })).status;
    };
    expect(await edit(stranger, { circle: 'second' })).toBe(403);
    expect(await edit(stranger, { sponsor: 'riva' })).toBe(403);
    expect(await edit(stranger, { circle: 'first', name: 'MDA' })).toBe(200);
    expect(await edit(operator, { circle: 'second' })).toBe(200);
  });

  it('asks to join; an operator accepts, and who asked is invited', async () => {
    const asked = {
      name: 'Réseau du Littoral',
      actorType: 'association',
      networkKind: 'territorial',
      territories: ['DEP-62'],
      contact: { name: 'Ana Dupont', email: 'Ana@littoral.example' },
    };
    const { status, body } = await office.anyone('POST', 'network-requests', { body: asked });
    expect(status).toBe(202);
    expect((await facilitator('GET', 'network-requests')).status).toBe(403);
    expect((await operator('GET', 'network-requests?status=open')).body.items).toMatchObject([
      { id: body.id, contact: { name: 'Ana Dupont' } },
    ]);
    const { name, actorType, networkKind, territories } = asked;
    const network = { slug: 'littoral', name, actorType, networkKind, territories, circle: 'first' };
    const accept = () => operator('POST', `network-requests/${body.id}/accept`, { body: network });
    expect((await accept()).body).toMatchObject({ status: 'accepted' });
    expect((await accept()).status).toBe(409);
    expect((await operator('GET', 'networks/littoral/members')).body.items).toMatchObject([
      { email: 'ana@littoral.example', roles: [{ role: 'facilitator' }, { role: 'contributor' }] },
    ]);
    const told = await office.announced('people');
    expect(told.map(({ data }) => data.kind)).toContain('member.invited');
    expect(JSON.stringify([told, await office.announced('network_requests')])).not.toContain('littoral.example');
  });

  it('is told why it may not', async () => {
    const asked = {
      name: 'X',
      actorType: 'x',
      networkKind: 'sectoral',
      territories: ['NAT-FR'],
      contact: { name: 'A', email: 'a@b.example' },
    };
    const { id } = (await office.anyone('POST', 'network-requests', { body: asked })).body;
    const refused = await operator('POST', `network-requests/${id}/refuse`, { body: { reason: 'Déjà inscrit.' } });
    expect(refused.body).toMatchObject({ status: 'refused', answer: { reason: 'Déjà inscrit.' } });
  });
});

describe('Members', () => {
  it('are invited, get other roles, and have deputies', async () => {
    const invite = (send: Send, roles: string[]) =>
      send('POST', 'networks/riva/invitations', { body: { name: 'Noé', email: 'noe@riva.example', roles } });
    expect((await invite(stranger, ['contributor'])).status).toBe(404);
    expect((await invite(facilitator, ['operator'])).status).toBe(403);
    const { id } = (await invite(facilitator, ['contributor'])).body;
    const edit = (send: Send, body: object) => send('PATCH', `networks/riva/members/${id}`, { body });
    const deputy = await edit(facilitator, { roles: ['facilitator'], deputyOf: 'marie' });
    expect(deputy.body.roles).toEqual([{ role: 'facilitator', deputyOf: 'marie' }]);
    expect((await edit(facilitator, { roles: ['facilitator'], deputyOf: 'paul' })).body.errors[0].code).toBe(
      'unknown-person',
    );
    await edit(operator, { roles: ['facilitator', 'committee-member'], college: 'associatif' });
    // What an operator gave stays when a facilitator edits.
    const { roles } = (await edit(facilitator, { roles: ['contributor'] })).body;
    expect(roles.map(({ role }: { role: string }) => role).sort()).toEqual(['committee-member', 'contributor']);
    expect((await edit(stranger, { roles: ['contributor'] })).status).toBe(404);
  });

  it('have a name and an address for those who write to them', async () => {
    const { items } = await office.get(PersonContactsController).contacts({ ids: ['marie', 'nobody'] });
    expect(items).toEqual([{ id: 'marie', name: 'marie', email: 'marie@reseau.example' }]);
  });
});

describe('A key', () => {
  it('is rotated: the new one does the same, the old one a day longer', async () => {
    const { id } = (await facilitator('POST', 'networks/riva/keys', { body: { name: 'Site' } })).body;
    expect((await stranger('POST', `networks/riva/keys/${id}/rotate`)).status).toBe(404);
    const send = () =>
      facilitator('POST', `networks/riva/keys/${id}/rotate`, {
        at: new Date('2026-03-02T09:00:00Z'),
        headers: { 'idempotency-key': 'r1' },
      });
    const { status, body } = await send();
    expect([status, body.previousValidUntil]).toEqual([201, '2026-03-03T09:00:00.000Z']);
    expect(body.key).toMatch(/^ess_/);
    expect((await send()).body).toEqual(body);
    const { items } = (await facilitator('GET', 'networks/riva/keys')).body;
    expect(items.find((key: { id: string }) => key.id === id).expiresAt).toBe('2026-03-03T09:00:00.000Z');
    expect(items.find((key: { id: string }) => key.id === body.id)).toMatchObject({ replaces: id, expiresAt: null });
    const selfEndorsing = (await operator('POST', 'networks/riva/keys', { body: { name: 'x', selfEndorsing: true } }))
      .body;
    expect((await facilitator('POST', `networks/riva/keys/${selfEndorsing.id}/rotate`)).status).toBe(403);
  });

  it('says when it was last used', async () => {
    const ring = office.get(KeyRing);
    const known = (await ring.keys.find({}, { _id: 1 }).lean()).map(({ _id }) => _id);
    await eventually(async () => expect((await ring.lastUses(known)).size).toBeGreaterThanOrEqual(3));
  });
});

describe('The atlas', () => {
  const hall = {
    kind: 'town-hall',
    name: 'Mairie de Tourcoing',
    territory: 'DEP-59',
    city: 'Tourcoing',
    postcode: '59200',
    coordinates: [3.16, 50.72],
    contactName: 'Service vie associative',
    email: 'associations@tourcoing.example',
    phone: '03 20 00 00 00',
    source: '=Site de la ville',
    asOf: '2026-02-01',
  };

  it('is public, by place and kind, as a list, a table and a map', async () => {
    const { status, body } = await facilitator('POST', 'atlas', { body: hall });
    expect([status, body.network]).toEqual([201, 'riva']);
    await stranger('POST', 'atlas', {
      body: { ...hall, name: 'Partenaire', kind: 'partner', territory: 'DEP-33', coordinates: null },
    });
    const names = async (query: string) =>
      (await office.anyone('GET', `atlas?${query}`)).body.items.map(({ name }: { name: string }) => name);
    expect(await names('territory=REG-32')).toEqual([hall.name]);
    expect(await names('territory=NAT-FR')).toHaveLength(2);
    expect(await names('kind=partner')).toEqual(['Partenaire']);
    const csv = await office.anyone('GET', 'atlas/export.csv?territory=DEP-59');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.raw.toString()).toContain(",'=Site de la ville,2026-02-01,Nord\r\n");
    const map = await office.anyone('GET', 'atlas/export.geojson');
    expect(map.headers['content-type']).toMatch(/^application\/geo\+json/);
    expect(map.body.features).toMatchObject([
      { type: 'Feature', geometry: { type: 'Point', coordinates: [3.16, 50.72] } },
      { geometry: null },
    ]);
  });

  it('holds professional data only', async () => {
    const { body } = await facilitator('POST', 'atlas', {
      body: { ...hall, contactName: 'Ana', email: 'ana@gmail.com' },
    });
    expect(body.errors).toEqual([expect.objectContaining({ pointer: '/email', code: 'personal-data' })]);
  });

  it('shows no more of whoever says no, and takes them in no more', async () => {
    const { id } = (
      await facilitator('POST', 'atlas', { body: { ...hall, email: 'ana@mairie.example', phone: '01 02 03 04 05' } })
    ).body;
    expect((await office.anyone('POST', `atlas/${id}/opt-out`)).status).toBe(204);
    expect((await office.anyone('POST', `atlas/${id}/opt-out`)).status).toBe(204);
    const { body, headers } = await office.anyone('GET', `atlas/${id}`);
    expect(body).toMatchObject({ name: hall.name, contactName: null, email: null, phone: null });
    const edit = { body: { email: 'Ana@mairie.example' }, headers: { 'if-match': String(headers.etag) } };
    expect((await facilitator('PATCH', `atlas/${id}`, edit)).body.errors[0].code).toBe('opted-out');
    expect((await stranger('POST', 'atlas', { body: { ...hall, phone: '0102030405' } })).status).toBe(422);
    expect((await stranger('PATCH', `atlas/${id}`, edit)).status).toBe(403);
  });
});

describe('What contributions took', () => {
  it('is a table for the network’s funding files, and for no other', async () => {
    const body = { ...complete.documentary, title: '=SOMME(A1)', effort: { hours: 4, costEur: 120.5 } };
    await contributor('POST', 'contributions', { body });
    const { raw, headers } = await facilitator('GET', 'networks/riva/effort.csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(raw.toString()).toContain(",'=SOMME(A1),documentary,draft,");
    expect(raw.toString()).toContain(',4,120.5\r\n');
    expect((await facilitator('GET', 'networks/riva/effort.csv?year=2001')).raw.toString().split('\r\n')).toHaveLength(
      2,
    );
    expect((await stranger('GET', 'networks/riva/effort.csv')).status).toBe(404);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['@x', "'@x"],
    ['a"b', '"a""b"'],
    ['\t=1', "'\t=1"],
    ['simple', 'simple'],
  ])('writes %j so that no spreadsheet runs it', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});
