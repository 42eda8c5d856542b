import { beforeEach, describe, expect, it } from 'vitest';
import { list, refusal, signedInPortalForThisFile } from './support/signed-in-portal.ts';

const portal = signedInPortalForThisFile();
const page = (path: string) => portal.page(path);
const submit = (path: string, fields: Record<string, string>) => portal.submit(path, fields);

const riva = {
  ...{ id: 'n1', slug: 'riva', name: 'Réseau RIVA', circle: 'first', networkKind: 'territorial' },
  ...{ actorType: 'fondation', territories: ['DEP-59'], sector: null, supportLevel: null, isUmbrella: false },
};
const contact = { id: 'k1', label: 'Accueil', email: 'a@riva.example', source: 'Le réseau', asOf: '2026-01-15' };
const card = { ...riva, website: null, description: 'Il accompagne.', contacts: [contact], sponsor: null };

describe('The pages of a network', () => {
  beforeEach(async () => {
    portal.told['GET /api/v1/networks'] = list(riva, { ...riva, id: 'n2', slug: 'mda', name: 'MDA' });
    portal.told['GET /api/v1/networks/n1'] = [200, card, '"r7"'];
    await portal.as([{ role: 'facilitator', network: 'n1' }]);
  });

  it('keep its card, and never send what a facilitator may not say', async () => {
    const { html } = await page('/animation/reseaux/riva/fiche');
    expect(html).toContain('Il accompagne.');
    expect(html).not.toContain('name="circle"');
    portal.told['PATCH /api/v1/networks/n1'] = [200, card];
    const fields = {
      name: 'RIVA',
      networkKind: 'territorial',
      territories: 'DEP-62',
      revision: '"r7"',
      circle: 'other',
    };
    expect((await submit('/animation/reseaux/riva/fiche', fields)).location).toBe('/animation/reseaux/riva/fiche?fait');
    expect(portal.lastWrite?.headers['if-match']).toBe('"r7"');
    expect(portal.lastWrite?.body).toEqual({
      ...{ name: 'RIVA', description: null, website: null, networkKind: 'territorial', territories: ['DEP-62'] },
      ...{ supportLevel: null, sector: null, isUmbrella: false },
    });
  });

  it('say at its field what is wrong with a contact, and keep what was written', async () => {
    const errors = [{ pointer: '/contacts/1/email', code: 'opted-out', detail: 'La personne concernée a demandé.' }];
    portal.told['PATCH /api/v1/networks/n1'] = refusal(422, 'Un champ.', errors);
    const fields = {
      'label-0': 'Accueil',
      'email-0': 'a@riva.example',
      'label-4': 'Siège',
      'email-4': 's@riva.example',
    };
    const { status, html } = await submit('/animation/reseaux/riva/fiche/contacts', fields);
    expect(portal.lastWrite?.body).toEqual({
      contacts: [
        { label: 'Accueil', email: 'a@riva.example' },
        { label: 'Siège', email: 's@riva.example' },
      ],
    });
    expect([status, html.includes('<a href="#email-1">La personne concernée a demandé.</a>')]).toEqual([422, true]);
    expect(html).toMatch(/id="email-1"[^>]*value="s@riva.example"/);
  });

  it('are not there for whoever does not manage it', async () => {
    for (const what of ['fiche', 'membres', 'cles', 'contacts', 'engagements', 'reunions'])
      expect([what, (await page(`/animation/reseaux/mda/${what}`)).status]).toEqual([what, 404]);
    for (const what of ['reseaux', 'demandes', 'production'])
      expect([what, (await page(`/exploitation/${what}`)).status]).toEqual([what, 403]);
    expect((await submit('/exploitation/demandes/r1/accepter', { slug: 'x' })).status).toBe(403);
    expect(portal.lastWrite).toBeUndefined();
  });

  it('never show another network’s contact, plan or meeting', async () => {
    portal.told['GET /api/v1/atlas/e1'] = [200, { id: 'e1', network: 'n2', name: 'Ailleurs' }];
    portal.told['GET /api/v1/plans/p1'] = [200, { id: 'p1', network: 'n2', title: 'Ailleurs' }];
    portal.told['GET /api/v1/meetings/m1'] = [200, { id: 'm1', network: { slug: 'mda' }, title: 'Ailleurs' }];
    for (const path of ['contacts/e1', 'engagements/p1', 'reunions/m1'])
      expect([path, (await page(`/animation/reseaux/riva/${path}`)).status]).toEqual([path, 404]);
  });

  it('take a commitment with the moment that its day ends in Paris, once however often it is sent', async () => {
    portal.told['GET /api/v1/plans'] = list();
    expect((await page('/animation/reseaux/riva/engagements')).html).toContain('Aucun engagement');
    const { html } = await page('/animation/reseaux/riva/engagements/nouveau');
    const idempotency = /name="idempotency" value="([^"]+)"/.exec(html)?.[1] ?? '';
    portal.told['POST /api/v1/plans'] = [201, {}];
    const fields = { title: 'Deux retours', dueAt: '2026-12-15', cadence: 'once', regime: 'voluntary', idempotency };
    const { location } = await submit('/animation/reseaux/riva/engagements/nouveau', fields);
    expect(location).toBe('/animation/reseaux/riva/engagements?fait=ajoute');
    expect(portal.lastWrite?.headers['idempotency-key']).toBe(idempotency);
    expect(portal.lastWrite?.body).toEqual({
      ...{ title: 'Deux retours', dueAt: '2026-12-15T23:59:59+01:00', cadence: 'once', regime: 'voluntary' },
      network: 'n1',
    });
  });

  it('move a meeting, and keep what was written when somebody else was first', async () => {
    const meeting = {
      ...{ id: 'm1', title: 'Collecte', network: { slug: 'riva', name: 'RIVA' }, timeZone: 'Europe/Paris' },
      ...{ startsAt: '2027-01-12T13:00:00.000Z', endsAt: '2027-01-12T15:00:00.000Z', isCancelled: false },
    };
    portal.told['GET /api/v1/meetings/m1'] = [200, meeting, '"r3"'];
    expect((await page('/animation/reseaux/riva/reunions/m1')).html).toContain('value="2027-01-12T14:00"');
    portal.told['PATCH /api/v1/meetings/m1'] = refusal(412, 'Quelqu’un d’autre a été plus rapide.');
    const fields = {
      title: 'Autre titre',
      startsAt: '2027-01-12T14:00',
      endsAt: '2027-01-12T16:00',
      isCancelled: 'oui',
    };
    const stale = await submit('/animation/reseaux/riva/reunions/m1', { ...fields, revision: '"r2"' });
    expect([stale.status, stale.html.includes('plus rapide')]).toEqual([412, true]);
    expect(stale.html).toMatch(/value="Autre titre"/);
    expect(portal.lastWrite?.body).toMatchObject({ isCancelled: true, territories: [], themes: [], minutes: null });
  });

  it('let an operator answer who asks to join, and seat a member of any network', async () => {
    await portal.as([{ role: 'operator' }]);
    const asked = {
      ...{ id: 'r1', name: 'Réseau de l’Œuvre', actorType: 'association', networkKind: 'territorial' },
      ...{ territories: ['DEP-62'], message: 'Bonjour <b>.', contact: { name: 'Ana', email: 'ana@oeuvre.example' } },
      askedAt: '2026-11-01T09:00:00.000Z',
    };
    portal.told['GET /api/v1/network-requests'] = list(asked);
    expect((await page('/exploitation/demandes')).html).toContain('Bonjour &lt;b&gt;.');
    expect((await page('/exploitation/demandes/r1/accepter')).html).toContain('value="reseau-de-l-oeuvre"');
    portal.told['POST /api/v1/network-requests/r1/accept'] = refusal(409, 'Un réseau porte déjà l’identifiant « x ».');
    const taken = await submit('/exploitation/demandes/r1/accepter', { slug: 'x', name: 'X' });
    expect([taken.status, taken.html.includes('porte déjà l’identifiant')]).toEqual([409, true]);
    portal.told['POST /api/v1/network-requests/r1/refuse'] = [200, {}];
    const refused = await submit('/exploitation/demandes/r1/refuser', { reason: 'Déjà inscrit.' });
    expect([refused.location, portal.lastWrite?.body]).toEqual([
      '/exploitation/demandes?fait=refuse',
      { reason: 'Déjà inscrit.' },
    ]);
    portal.told['GET /api/v1/networks/n2/members'] = list();
    expect((await page('/animation/reseaux/mda/membres')).html).toContain('value="committee-member"');
    portal.told['POST /api/v1/networks/n2/invitations'] = [201, {}];
    const invited = {
      name: 'Zoé',
      email: 'zoe@mda.example',
      roles: 'committee-member',
      college: 'etat',
      verifierKind: 'lawyer',
    };
    await submit('/animation/reseaux/mda/membres', invited);
    expect(portal.lastWrite?.body).toEqual({
      ...{ name: 'Zoé', email: 'zoe@mda.example', roles: ['committee-member'], college: 'etat' },
    });
  });

  it('try rules of production before they are in force', async () => {
    await portal.as([{ role: 'operator' }]);
    const rules = {
      ...{ version: 2, activeFrom: '2026-01-01T00:00:00.000Z', explanation: 'Ouvert.', mode: 'open', circles: [] },
      ...{ allowList: [], families: [], sponsorRequiredFor: ['other'], enabledTerritories: ['NAT-FR'] },
    };
    portal.told['GET /api/v1/submission/policy'] = [200, { current: rules, versions: [rules] }];
    expect((await page('/exploitation/production')).html).toContain('Ouvert.');
    const contributions = {
      checked: 12,
      refused: 2,
      admitted: 0,
      wouldBeRefused: [{ title: 'A' }],
      wouldBeAdmitted: [],
    };
    const preview = { contributions, networks: { shutOut: [{ name: 'RIVA' }], letIn: [] } };
    portal.told['POST /api/v1/submission/policy/preview'] = [200, preview];
    const fields = { mode: 'circles', circles: 'first', enabledTerritories: 'NAT-FR', explanation: 'Premier cercle.' };
    const tried = await submit('/exploitation/production', fields);
    expect(tried.html).toContain('2 auraient été refusées');
    expect(tried.html).toContain('RIVA');
    expect(portal.sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
    portal.told['POST /api/v1/submission/policy'] = [201, {}];
    expect((await submit('/exploitation/production', { ...fields, activer: '1' })).location).toBe(
      '/exploitation/production?fait',
    );
    expect(portal.lastWrite?.body).toEqual({ ...fields, circles: ['first'], enabledTerritories: ['NAT-FR'] });
  });

  it('take a contact of a network off after asking, also when it is gone already', async () => {
    expect((await page('/reseaux/riva')).html).toContain('/reseaux/riva/contacts/k1/ne-plus-afficher');
    expect((await page('/reseaux/riva/contacts/k1/ne-plus-afficher')).html).toContain('Accueil, Réseau RIVA');
    expect((await page('/reseaux/riva/contacts/none/ne-plus-afficher')).status).toBe(404);
    expect(portal.lastWrite).toBeUndefined();
    const off = await submit('/reseaux/riva/contacts/k1/ne-plus-afficher', {});
    expect([off.location, portal.lastWrite?.body]).toEqual(['/reseaux/riva', { contact: 'k1' }]);
  });
});
