import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PublicResource } from '#contracts';
import { NatsLink } from '#messaging';
import { type RunningPortal, startPortal } from './support/a-portal.ts';
import { aResource } from './support/a-resource.ts';
import { FakeNats } from './support/fake-nats.ts';
import { Upstream } from './support/upstream.ts';

describe('The pages', () => {
  let dissemination: Upstream;
  let portal: RunningPortal;
  let nats: FakeNats;
  let latest: readonly PublicResource[] | undefined;
  const asked: unknown[] = [];
  const page = async (path: string) => {
    const answer = await fetch(portal.origin + path, { headers: { accept: 'text/html' } });
    return { status: answer.status, html: await answer.text() };
  };
  const published = (fields: Partial<PublicResource>) => {
    dissemination.answers((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(aResource(fields)));
    });
  };

  beforeAll(async () => {
    dissemination = await Upstream.start();
    portal = await startPortal({ ESSAIM_DISSEMINATION_URL: dissemination.origin });
    nats = await FakeNats.start(portal.natsPort, (subject, question) => {
      asked.push([subject, question]);
      return latest && { items: latest, total: latest.length };
    });
    await portal.app.get(NatsLink).connected();
  });
  beforeEach(() => {
    latest = [];
  });
  afterAll(async () => {
    await portal.stop();
    await nats.stop();
    await dissemination.stop();
  });

  it('greet with the six latest resources', async () => {
    latest = [
      aResource({ label: 'reference' }),
      aResource({
        id: 'R02',
        title: '<script>',
        fieldTest: null,
        scope: { include: ['REG-53'], exclude: [] },
        revisedAt: '2026-03-12T08:00:00Z',
      }),
    ];
    const { status, html } = await page('/');
    expect(status).toBe(200);
    expect(asked.at(-1)).toEqual(['query.dissemination.latest-resources', { limit: 6 }]);
    for (const part of [
      '<a class="result-title" href="/ressources/R01">Rédiger ses statuts\u00a0: les douze questions</a>',
      'Ressources documentaires, médias et outils',
      'Référence nationale',
      'Applicable partout, sauf\u00a0: Moselle et Bas-Rhin (droit local).',
      'Riva Hauts-de-France · Creative Commons Attribution',
      'Publiée le <time datetime="2026-01-01T09:00:00Z">1er\u00a0janvier\u00a02026</time>',
      '&lt;script&gt;',
      'Portée\u00a0: Bretagne.',
      'Mise à jour le <time datetime="2026-03-12T08:00:00Z">12\u00a0mars\u00a02026</time>',
      '2\u00a0ressources publiées',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('<script>');
  });

  it('say that there is none yet', async () => {
    expect((await page('/')).html).toContain('Aucune ressource publiée pour l’instant.');
  });

  it('say that dissemination cannot tell', async () => {
    latest = undefined;
    const { status, html } = await page('/');
    expect(status).toBe(200);
    expect(html).toContain('La liste des ressources n’est pas disponible pour l’instant.');
  });

  it('tell all of one resource, in words', async () => {
    published({
      change: 'Les seuils de 2026 remplacent ceux de 2025.',
      verification: {
        kind: 'lawyer',
        independence: 'third-party',
        perimeter: 'droit des associations',
        verifiedAt: '2026-03-12T00:00:00Z',
        validUntil: null,
        sentence: 'Relue par : avocat (tiers), le 12 mars 2026 ; périmètre : droit des associations.',
      },
      grounds: {
        decidedAt: '2026-01-01T00:00:00Z',
        policyVersion: 1,
        opinions: 4,
        colleges: { etat: 1, associatif: 2, expert: 1 },
        recommendations: { approve: 3, 'request-changes': 1, decline: 0 },
        criteria: { clarity: 'met', fieldTest: 'partly' },
      },
      files: [
        {
          url: 'https://essaim.example/f',
          type: 'application/pdf',
          bytes: 1_234_567,
          sha256: 'a',
          accessible: 'unknown',
        },
      ],
    });
    const { status, html } = await page('/ressources/R01');
    expect(status).toBe(200);
    expect(dissemination.asked.map(({ url }) => url)).toContain('/api/v1/resources/R01');
    for (const part of [
      '<h2 id="change">Ce qui change</h2>',
      'Les seuils de 2026 remplacent ceux de 2025.',
      'Un questionnaire guidé pour choisir ses règles.',
      'Gagner du temps',
      '<li>Lire les douze questions.</li>',
      'Portée\u00a0: France entière, sauf Moselle et Bas-Rhin.',
      'Applicable partout, sauf\u00a0: Moselle et Bas-Rhin (droit local).',
      'Relue par\u00a0: avocat (tiers), le 12 mars 2026\u00a0; périmètre\u00a0: droit des associations.',
      'Le comité éditorial s’est prononcé le 1er\u00a0janvier\u00a02026, sur 4\u00a0avis\u00a0: 3\u00a0avis favorables et 1\u00a0demande de modification.',
      'Collèges représentés\u00a0: État (1), Acteurs associatifs (2) et Expertise (1).',
      '<dt>Clarté</dt><dd>rempli</dd>',
      '<dt>Épreuve du terrain</dt><dd>rempli en partie</dd>',
      'Riva Hauts-de-France, Creative Commons Attribution, partage dans les mêmes conditions 4.0, mise à jour du 1er\u00a0janvier\u00a02026',
      '<a class="button" href="https://ressources.example/r01" rel="noopener">Consulter la ressource ',
      'application/pdf, 1,2\u00a0Mo, accessibilité non vérifiée',
      '<link rel="canonical" href="https://essaim.example/ressources/R01">',
    ]) {
      expect(html).toContain(part);
    }
  });

  it('leave out what a resource does not have', async () => {
    published({});
    const { html } = await page('/ressources/R01');
    for (const part of ['Ce qui change', 'Fichiers', 'Pourquoi elle est publiée', 'class="notice"'])
      expect(html).not.toContain(part);
  });

  it.each([
    [{ status: 'flagged' }, 'Vérification en cours\u00a0:'],
    [{ status: 'expired' }, 'Ressource terminée\u00a0:'],
    [
      { verifiedUntil: '2020-05-01T10:00:00Z' },
      'La vérification de cette ressource valait jusqu’au 1er\u00a0mai\u00a02020.',
    ],
  ] as const)('warn of %j', async (fields, notice) => {
    published(fields);
    expect((await page('/ressources/R01')).html).toContain(`<p class="notice">${notice}`);
  });

  it('do not offer a suspended resource', async () => {
    published({ status: 'suspended' });
    const { html } = await page('/ressources/R01');
    expect(html).toContain('Ressource suspendue');
    expect(html).not.toContain('https://ressources.example/r01');
  });

  it('say that a resource was withdrawn', async () => {
    published({ status: 'withdrawn' });
    expect(await page('/ressources/R01')).toMatchObject({
      status: 410,
      html: expect.stringContaining('<h1>Ressource retirée</h1>'),
    });
    dissemination.answers((_request, response) => {
      response.writeHead(410, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ detail: 'Retirée par son réseau : remplacée.' }));
    });
    expect(await page('/ressources/R01')).toMatchObject({
      status: 410,
      html: expect.stringContaining('Retirée par son réseau\u00a0: remplacée.'),
    });
  });

  it('say that there is no such resource', async () => {
    dissemination.answers((_request, response) => response.writeHead(404).end('{}'));
    expect((await page('/ressources/R99')).status).toBe(404);
    const before = dissemination.asked.length;
    expect((await page('/ressources/..%2f..%2fmetrics')).status).toBe(404);
    expect(dissemination.asked).toHaveLength(before);
  });

  it('wait two seconds for a slow catalogue, no more', async () => {
    dissemination.answers(() => {});
    const start = performance.now();
    expect((await page('/ressources/R01')).status).toBe(503);
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  it('answer HEAD', async () => {
    const answer = await fetch(portal.origin, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });
});
