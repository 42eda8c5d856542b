import { beforeEach, describe, expect, it } from 'vitest';
import { list, refusal, signedInPortalForThisFile } from './support/signed-in-portal.ts';

const portal = signedInPortalForThisFile();
const at = '2026-11-01T09:00:00.000Z';
const contribution = (fields: Record<string, unknown> = {}) => ({
  ...{ id: 'c1', status: 'submitted', version: 2, title: 'Une trame commune', summary: 'Pour se préparer.' },
  ...{ family: 'documentary', format: 'guide', licence: 'etalab-2.0', territories: ['DEP-59'], themes: ['emploi'] },
  ...{ network: { id: 'n9', slug: 'mda', name: 'MDA' }, updatedAt: at, files: [], committee: [], removalRequests: [] },
  history: [{ at, what: 'submitted', version: 2 }],
  awaitedAgreements: ['n1', 'n2'],
  ...fields,
});
const changes = [{ label: 'Titre', pieces: [{ kind: 'added', text: 'Nouveau titre' }] }];
const network = { circle: 'first', networkKind: 'territorial', actorType: 'association', territories: ['DEP-59'] };
const more = { sector: null, supportLevel: null, isUmbrella: false };

describe('The pages of a contribution', () => {
  beforeEach(async () => {
    portal.told['GET /api/v1/contributions/c1'] = [200, contribution()];
    portal.told['GET /api/v1/contributions/c1/versions/2/changes'] = [200, { from: 1, to: 2, change: null, changes }];
    portal.told['GET /api/v1/networks'] = list(
      { id: 'n1', slug: 'riva', name: 'Réseau RIVA', ...network, ...more },
      { id: 'n2', slug: 'caf', name: 'Caf du Nord', ...network, ...more },
    );
    await portal.as([{ role: 'facilitator', network: 'n1' }]);
  });

  it('let a co-producer read the version and what changed, and agree for the networks that they run', async () => {
    expect((await portal.page('/contributions/c1')).html).toContain('href="/contributions/c1/accord"');
    const { html } = await portal.page('/contributions/c1/accord');
    for (const part of ['Une trame commune', '<ins>Nouveau titre</ins>', 'Pour : Réseau RIVA.'])
      expect(html).toContain(part);
    portal.told['POST /api/v1/contributions/c1/agree'] = [200, {}];
    const agreed = await portal.submit('/contributions/c1/accord', { geste: 'accord', objection: 'oubliée' });
    expect([agreed.location, portal.lastWrite?.body]).toEqual(['/contributions/c1?fait=accord', {}]);
  });

  it('never take a refusal without a reason for an agreement', async () => {
    for (const geste of ['refus', 'autre', '']) {
      const { status, html } = await portal.submit('/contributions/c1/accord', { geste, objection: ' ' });
      expect([status, html.includes('Dites pourquoi')]).toEqual([422, true]);
    }
    expect(portal.lastWrite).toBeUndefined();
    portal.told['POST /api/v1/contributions/c1/agree'] = [200, {}];
    await portal.submit('/contributions/c1/accord', { geste: 'refus', objection: 'Le titre est faux.' });
    expect(portal.lastWrite?.body).toEqual({ objection: 'Le titre est faux.' });
  });

  it('ask for no agreement of those whose it is not, and say so when it came too late', async () => {
    portal.told['GET /api/v1/contributions/c1'] = [200, contribution({ awaitedAgreements: ['n2'] })];
    expect((await portal.page('/contributions/c1')).html).not.toContain('/accord');
    expect((await portal.page('/contributions/c1/accord')).html).not.toContain('Donner notre accord');
    portal.told['POST /api/v1/contributions/c1/agree'] = refusal(409, 'Elle est déjà au comité.');
    const late = await portal.submit('/contributions/c1/accord', { geste: 'accord' });
    expect([late.status, late.html.includes('Elle est déjà au comité.')]).toEqual([409, true]);
  });

  it('let an author ask that what is public go, or their name, once each', async () => {
    await portal.as([{ role: 'contributor', network: 'n9' }]);
    const committee = [{ version: 1, outcome: 'published', reasons: [] }];
    const facts = { status: 'published', awaitedAgreements: [], committee };
    portal.told['GET /api/v1/contributions/c1'] = [200, contribution(facts)];
    const { html } = await portal.page('/contributions/c1');
    for (const path of ['demander-le-retrait', 'retirer-le-nom']) expect(html).toContain(`/contributions/c1/${path}`);
    expect((await portal.page('/contributions/c1/retirer-le-nom')).html).toContain('ne se défait pas');
    expect(portal.lastWrite).toBeUndefined();
    portal.told['POST /api/v1/contributions/c1/removal-requests'] = [202, []];
    const asked = await portal.submit('/contributions/c1/retirer-le-nom', {});
    expect([asked.location, portal.lastWrite?.body]).toEqual(['/contributions/c1?fait=nom-retire', { what: 'name' }]);
    await portal.submit('/contributions/c1/demander-le-retrait', { reason: 'Dépassée.' });
    expect(portal.lastWrite?.body).toEqual({ what: 'resource', reason: 'Dépassée.' });
    const removalRequests = [{ what: 'name', at }];
    portal.told['GET /api/v1/contributions/c1'] = [200, contribution({ ...facts, removalRequests })];
    const after = (await portal.page('/contributions/c1')).html;
    expect([after.includes('retirer-le-nom'), after.includes('a été retiré')]).toEqual([false, true]);
  });
});
