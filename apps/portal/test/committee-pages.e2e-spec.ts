import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningPortal, startPortal } from './support/a-portal.ts';
import { aCaseTold, anImpactTold, aQueueTold, aRecordTold } from './support/editorial-answers.ts';
import { Upstream } from './support/upstream.ts';

type Told = readonly [status: number, body: unknown];

const cookie = `__Host-essaim-session=ses_${'0'.repeat(32)}_${'x'.repeat(43)}`;
const ours = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
const refusal = (status: number, detail: string, errors: unknown[] = []): Told => [
  status,
  { type: '/problems/refused', status, detail, errors },
];

describe('The pages of the committee', () => {
  let portal: RunningPortal;
  let submission: Upstream;
  let editorial: Upstream;
  /** What editorial answers, by method and path. */
  let told: Record<string, Told>;
  let sent: { method: string; path: string; body: unknown }[];

  const json = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const asEditorial = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const [method, path] = [request.method ?? '', request.url ?? ''];
    sent.push({ method, path, body: body ? JSON.parse(body) : undefined });
    const [status, answer] = told[`${method} ${path.split('?')[0]}`] ?? refusal(404, 'Introuvable.');
    json(response, status, answer);
  };
  const asSubmission = async (request: IncomingMessage, response: ServerResponse) => {
    await text(request);
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    if (request.url === '/api/v1/sessions/token') return json(response, 200, { token: 'token', expiresAt });
    if (request.url === '/api/v1/me') {
      const roles = [{ role: 'committee-member', network: 'n3', college: 'etat' }];
      return json(response, 200, { kind: 'person', id: 'marie', name: 'Marie Roussel', roles, networks: [] });
    }
    if (request.url?.includes('/changes')) {
      const pieces = [
        { kind: 'removed', text: 'Ancien' },
        { kind: 'added', text: 'Nouveau' },
      ];
      return json(response, 200, {
        from: 1,
        to: 2,
        change: 'Le public est dit.',
        changes: [{ label: 'Titre', pieces }],
      });
    }
    return json(response, 200, { items: [], total: 0, next: null });
  };
  const page = async (path: string) => {
    const answer = await fetch(portal.origin + path, { redirect: 'manual', headers: { accept: 'text/html', cookie } });
    return { status: answer.status, html: (await answer.text()).replaceAll('\u00a0', ' ') };
  };
  const submit = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(portal.origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, ...ours },
      body: new URLSearchParams(fields),
    });
    const html = (await answer.text()).replaceAll('\u00a0', ' ');
    return { status: answer.status, location: answer.headers.get('location'), html };
  };

  beforeAll(async () => {
    submission = await Upstream.start();
    editorial = await Upstream.start();
    portal = await startPortal({ ESSAIM_SUBMISSION_URL: submission.origin, ESSAIM_EDITORIAL_URL: editorial.origin });
    submission.answers((request, response) => void asSubmission(request, response));
    editorial.answers((request, response) => void asEditorial(request, response));
  });
  beforeEach(() => {
    sent = [];
    told = { 'GET /api/v1/cases/case-1': [200, aCaseTold()] };
  });
  afterAll(async () => {
    await portal.stop();
    await submission.stop();
    await editorial.stop();
  });

  it('begin with what one can unblock', async () => {
    told['GET /api/v1/cases'] = [200, aQueueTold([{}, { id: 'case-2', title: 'Une autre', canUnblock: false }])];
    const { status, html } = await page('/comite');
    expect(status).toBe(200);
    expect(html.indexOf('Votre avis les fait avancer')).toBeLessThan(html.indexOf('Ils attendent autre chose'));
    for (const part of [
      'Il manque un avis d’un autre collège.',
      'href="/comite/dossiers/case-1/avis"',
      '2 dossiers en cours',
    ])
      expect(html).toContain(part);
  });

  it('say that nothing waits, that a role is needed, and that the service is away', async () => {
    told['GET /api/v1/cases'] = [200, aQueueTold([])];
    expect((await page('/comite')).html).toContain('Rien à examiner');
    told['GET /api/v1/cases'] = refusal(403, 'Cette clé n’y donne pas droit.');
    const forbidden = await page('/comite');
    expect([forbidden.status, forbidden.html.includes('Accès réservé')]).toEqual([403, true]);
    told['GET /api/v1/cases'] = refusal(503, 'Plus tard.');
    expect((await page('/comite')).status).toBe(503);
  });

  it('show a case with what changed, what was said and what one may do', async () => {
    const { html } = await page('/comite/dossiers/case-1?champ=%2FhowToUse');
    for (const part of [
      'Depuis la version 1',
      '<del>Ancien</del><ins>Nouveau</ins>',
      'Sigle à expliquer la première fois',
      'Pour quelle taille de commune ?',
      '<strong>Vous</strong>',
      'Il manque un exemple : le tableau &lt;vide&gt;.',
      'Précisez le public.',
      'Votre avis peut faire avancer ce dossier (collège : État).',
      '<option value="/howToUse" selected>',
      'À relire jeudi.',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('javascript:');
  });

  it('say in the words of the service why an opinion is not taken', async () => {
    const mine = { ...aCaseTold().mine, refusal: 'Votre réseau a produit cette ressource.' };
    told['GET /api/v1/cases/case-1'] = [200, aCaseTold({ mine })];
    for (const path of ['', '/avis']) {
      const { html } = await page(`/comite/dossiers/case-1${path}`);
      expect(html).toContain('Votre réseau a produit cette ressource.');
      expect(html).not.toContain('Donner mon avis</button>');
    }
  });

  it('show a case to whoever made it as far as they are told', async () => {
    const { content, hints, title, version, network, family, procedure, status, openedAt, deadline, missing, mine } =
      aCaseTold();
    const told_ = { id: 'case-1', contributionId: 'c-1', title, version, network, family, procedure, status };
    const refusal_ = { ...mine, refusal: 'Votre réseau a produit cette ressource.' };
    const rest = {
      openedAt,
      deadline,
      urgent: null,
      decision: null,
      missing,
      content,
      hints,
      threads: [],
      mine: refusal_,
    };
    told['GET /api/v1/cases/case-1'] = [200, { ...told_, ...rest }];
    const { status: answered, html } = await page('/comite/dossiers/case-1');
    expect([answered, html.includes('Votre réseau a produit cette ressource.')]).toEqual([200, true]);
  });

  it('propose what the author proposed, or what one said before, and send it whole', async () => {
    expect((await page('/comite/dossiers/case-1/avis?recommandation=decline')).html).toMatch(/value="decline" checked/);
    const mine = { ...aCaseTold().mine, seat: { ...aCaseTold().mine.seat, id: 'seat-2' } };
    told['GET /api/v1/cases/case-1'] = [200, aCaseTold({ mine })];
    const { html } = await page('/comite/dossiers/case-1/avis');
    expect(html).toMatch(/value="request-changes" checked/);
    expect(html).toMatch(/id="include"[^>]*value="Bretagne"/);
    told['POST /api/v1/cases/case-1/opinions'] = [201, { caseId: 'case-1', decision: null, missing: [] }];
    const given = {
      version: '2',
      recommendation: 'approve',
      'criteria-clarity': 'met',
      'detail-substance': '3',
      include: 'Bretagne, DEP-59',
      exclude: 'Moselle',
      comment: 'Oui.',
    };
    const { location } = await submit('/comite/dossiers/case-1/avis', given);
    expect(location).toBe('/comite/dossiers/case-1?fait=avis');
    expect(sent.at(-1)?.body).toEqual({
      version: 2,
      recommendation: 'approve',
      criteria: { clarity: 'met' },
      clarityDetail: { substance: 3 },
      scope: { include: ['REG-53', 'DEP-59'], exclude: ['DEP-57'] },
      comment: 'Oui.',
    });
  });

  it('put a refusal at its field, and keep what was written', async () => {
    const errors = [{ pointer: '/comment', code: 'required', detail: 'Donnez vos raisons : l’auteur les lira.' }];
    told['POST /api/v1/cases/case-1/opinions'] = refusal(422, 'Un champ est à corriger.', errors);
    const { status, html } = await submit('/comite/dossiers/case-1/avis', {
      recommendation: 'decline',
      include: 'Nord',
    });
    expect(status).toBe(422);
    expect(html).toContain('<a href="#comment">Donnez vos raisons : l’auteur les lira.</a>');
    expect(html).toMatch(/value="decline" checked/);
    expect(html).toMatch(/id="include"[^>]*value="Nord"/);
  });

  it('ask before what cannot be undone, and say why it was refused', async () => {
    expect((await page('/comite/dossiers/case-1/recusation')).html).toContain('cela ne se défait pas');
    expect(sent.every(({ method }) => method === 'GET')).toBe(true);
    told['POST /api/v1/cases/case-1/recusals'] = refusal(409, 'Ce dossier est déjà décidé.');
    const { status, html } = await submit('/comite/dossiers/case-1/recusation', { reason: 'Un lien.' });
    expect([status, html.includes('Ce dossier est déjà décidé.'), html.includes('Un lien.')]).toEqual([
      409,
      true,
      true,
    ]);
  });

  it('offer of a record only what the service says is possible', async () => {
    told['GET /api/v1/resources/R01/record'] = [200, aRecordTold()];
    const { html } = await page('/ressources/R01/suivi');
    for (const part of [
      'Signaler une vérification en cours',
      'Retirer la ressource',
      'Proposer comme référence nationale',
      'Caf du Nord',
      'Un texte cité a changé.',
      'suspendre la ressource',
    ])
      expect(html).toContain(part);
    expect(html).not.toContain('Suspendre la ressource');
    const moves = [{ command: 'withdraw', onlyAsks: true }];
    told['GET /api/v1/resources/R01/record'] = [200, aRecordTold({ moves, mayAnswer: false })];
    expect((await page('/ressources/R01/suivi')).html).toContain('Demander au comité de retirer la ressource');
    told['POST /api/v1/resources/R01/withdraw'] = [202, {}];
    const asked = await submit('/ressources/R01/suivi/retirer', { reason: 'Périmée.', version: '1' });
    expect(asked.location).toBe('/ressources/R01/suivi?fait=demande');
    expect(sent.at(-1)?.body).toEqual({ reason: 'Périmée.', version: 1 });
  });

  it('list sessions, and offer to plan one', async () => {
    const session = { id: 's1', committee: 'national', title: 'Séance', place: 'Lille', status: 'planned' };
    const times = { startsAt: '2026-12-01T13:00:00.000Z', endsAt: '2026-12-01T15:00:00.000Z' };
    told['GET /api/v1/committee-sessions'] = [200, { items: [{ ...session, ...times }], total: 1, next: null }];
    const { status, html } = await page('/comite/seances');
    expect([status, html.includes('mardi 1er décembre 2026 à 14 h')]).toEqual([200, true]);
    expect(html).toContain('Prévoir une séance');
    told['POST /api/v1/committee-sessions'] = [201, { ...session, ...times }];
    const fields = { startsAt: '2026-12-01T14:00', endsAt: '2026-12-01T16:00', cle: 'une-cle-de-formulaire' };
    expect((await submit('/comite/seances', fields)).location).toBe('/comite/seances/s1?fait=prevue');
    expect(sent.at(-1)?.body).toEqual(times);
  });

  it('open the files of a version that is not public, and name clarity in its parts', async () => {
    const told_ = aCaseTold();
    const file = { id: 'f1', url: 'https://x.example/f1', name: 'Trame.odt', type: 'x', bytes: 2_000, sha256: 'a' };
    const content = { ...told_.content, files: [{ ...file, accessible: 'yes' }] };
    const opinions = told_.opinions.map((one) => ({ ...one, clarityDetail: { substance: 2 }, commonInterest: 'met' }));
    told['GET /api/v1/cases/case-1'] = [200, aCaseTold({ content, opinions })];
    const { html } = await page('/comite/dossiers/case-1');
    expect(html).toContain('<a href="/contributions/c-1/fichiers/f1" download>');
    expect(html).toContain('<dt>Fond</dt><dd>2 sur 3</dd>');
    expect(html).toContain('<dt>Intérêt commun</dt><dd>Rempli</dd>');
    // The urgent procedure is for legal watch.
    expect(html).not.toContain('/urgence');
  });

  it('give a case to another member by name, and never to whoever forgets to choose', async () => {
    const holder = { network: 'n1', college: 'expert', collegeLabel: 'Expertise', isDeputy: false, isAssigned: false };
    const items = [
      { ...holder, person: 'zoe', name: 'Zoé Martin' },
      { ...holder, person: 'tom', name: null, isDeputy: true },
      { ...holder, person: 'marie', name: 'Marie Roussel' },
      { ...holder, person: 'luc', name: 'Luc Petit', isAssigned: true },
    ];
    told['GET /api/v1/cases/case-1/assignees'] = [200, { items, total: 4, next: null }];
    const { html } = await page('/comite/dossiers/case-1/confier');
    for (const part of ['Zoé Martin', 'Suppléance', 'Expertise']) expect(html).toContain(part);
    expect(html).not.toMatch(/value="(?:marie|luc)"/);
    const nobody = await submit('/comite/dossiers/case-1/confier', {});
    expect([nobody.status, nobody.html.includes('Choisissez un membre.')]).toEqual([422, true]);
    expect(sent.every(({ method }) => method === 'GET')).toBe(true);
    told['POST /api/v1/cases/case-1/assignments'] = [201, {}];
    const { location } = await submit('/comite/dossiers/case-1/confier', { person: 'zoe' });
    expect([location, sent.at(-1)?.body]).toEqual(['/comite/dossiers/case-1?fait=confie', { person: 'zoe' }]);
  });

  it('move a session, and keep what was written when somebody else was first', async () => {
    const session = { id: 's1', committee: 'national', title: 'Séance', place: null, status: 'planned' };
    const times = { startsAt: '2026-12-01T13:00:00.000Z', endsAt: '2026-12-01T15:00:00.000Z' };
    told['GET /api/v1/committee-sessions/s1'] = [200, { ...session, ...times }];
    expect((await page('/comite/seances/s1/deplacer')).html).toContain('value="2026-12-01T14:00"');
    told['PATCH /api/v1/committee-sessions/s1'] = refusal(412, 'Quelqu’un d’autre a été plus rapide.');
    const moved = { title: 'Séance', startsAt: '2026-12-02T14:00', endsAt: '2026-12-02T16:00', place: 'Lille' };
    const stale = await submit('/comite/seances/s1/deplacer', { ...moved, revision: '"r1"' });
    expect([stale.status, stale.html.includes('plus rapide'), stale.html.includes('value="Lille"')]).toEqual([
      412,
      true,
      true,
    ]);
    told['PATCH /api/v1/committee-sessions/s1'] = [200, session];
    const { location } = await submit('/comite/seances/s1/deplacer', { ...moved, revision: '"r2"' });
    expect(location).toBe('/comite/seances/s1?fait=deplacee');
    expect(sent.at(-1)?.body).toEqual({
      title: 'Séance',
      startsAt: '2026-12-02T13:00:00.000Z',
      endsAt: '2026-12-02T15:00:00.000Z',
      place: 'Lille',
      visioUrl: null,
    });
  });

  it('show what changed texts do to resources, the gravest first, and ask before anything is decided', async () => {
    const accepted = anImpactTold({ id: 'i2', status: 'accepted', level: 'probable', effectiveAt: null });
    told['GET /api/v1/impacts'] = [200, { items: [anImpactTold(), accepted], total: 2, next: null }];
    const { html } = await page('/comite/textes');
    for (const part of [
      'Article L. 3142-54-1 du code du travail',
      'A pris effet le 17 avril 2024',
      'Date d’effet non précisée',
      'href="/comite/textes/i1"',
      'Vérification en cours',
    ])
      expect(html).toContain(part);
    told['GET /api/v1/impacts/i1'] = [200, anImpactTold()];
    const one = await page('/comite/textes/i1');
    expect(one.html).toContain('href="/comite/textes/i1/signaler"');
    expect(one.html).not.toContain('nouvelle-version');
    expect((await page('/comite/textes/i1/signaler')).html).toContain('relecture en cours');
    told['POST /api/v1/impacts/i1/accept'] = [200, anImpactTold({ status: 'accepted' })];
    expect(await submit('/comite/textes/i1/signaler', {})).toMatchObject({
      status: 303,
      location: '/comite/textes/i1?fait=signaler',
    });
    expect((await page('/comite/textes/i1/rien')).status).toBe(404);
  });

  it('close what has no effect with a reason, and say why not', async () => {
    told['GET /api/v1/impacts/i1'] = [200, anImpactTold({ kind: 'repealed', proposed: 'suspend' })];
    expect((await page('/comite/textes/i1')).html).toContain('la suspension est proposée');
    told['POST /api/v1/impacts/i1/close'] = refusal(422, 'À corriger.', [
      { pointer: '/reason', code: 'required', detail: 'Ce champ est nécessaire.' },
    ]);
    const refused = await submit('/comite/textes/i1/sans-incidence', { reason: '' });
    expect([refused.status, refused.html.includes('Ce champ est nécessaire.')]).toEqual([422, true]);
    told['POST /api/v1/impacts/i1/close'] = [200, anImpactTold({ status: 'closed' })];
    const closed = await submit('/comite/textes/i1/sans-incidence', { reason: 'Renuméroté.' });
    expect(closed.location).toBe('/comite/textes/i1?fait=sans-incidence');
    expect(sent.at(-1)).toMatchObject({ body: { outcome: 'no-effect', reason: 'Renuméroté.' } });
  });
});
