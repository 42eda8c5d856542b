import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningPortal, startPortal } from './support/a-portal.ts';
import { aResource } from './support/a-resource.ts';
import { Upstream } from './support/upstream.ts';

type Answer = readonly [status: number, body: unknown];

describe('The site', () => {
  let dissemination: Upstream;
  let portal: RunningPortal;
  /** What the service answers, by path without query; 404 for the rest. */
  let answers: Record<string, Answer> = {};
  const posted: unknown[] = [];

  beforeAll(async () => {
    dissemination = await Upstream.start();
    dissemination.answers(async (request, response) => {
      if (request.method === 'POST') posted.push(JSON.parse(await text(request)));
      const [path = ''] = (request.url ?? '').split('?');
      const wantsData = request.headers.accept === 'application/ld+json' ? ' ld' : '';
      const [status, body] = answers[path + wantsData] ?? [404, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    portal = await startPortal({ ESSAIM_DISSEMINATION_URL: dissemination.origin });
  });
  beforeEach(() => {
    answers = {};
    posted.length = 0;
    dissemination.asked.length = 0;
  });
  afterAll(async () => {
    await portal.stop();
    await dissemination.stop();
  });

  const page = async (path: string, init: RequestInit = {}) => {
    const headers = { accept: 'text/html', ...(init.headers as Record<string, string>) };
    const answer = await fetch(portal.origin + path, { ...init, headers, redirect: 'manual' });
    // French no-break spaces are looked at elsewhere.
    return { status: answer.status, headers: answer.headers, html: (await answer.text()).replaceAll('\u00a0', ' ') };
  };
  const askedFor = (path: string) =>
    dissemination.asked
      .map(({ url }) => new URL(url ?? '', dissemination.origin))
      .find(({ pathname }) => pathname === path);

  const found = (fields: object = {}) => ({
    items: [
      {
        ...aResource({ id: 'R01' }),
        highlight: {
          title: [
            { text: 'Rédiger ses ', marked: false },
            { text: 'statuts', marked: true },
          ],
          summary: [],
        },
      },
    ],
    total: 1,
    next: null,
    facets: {
      theme: [{ value: 'emploi', label: 'Emploi associatif', count: 4 }],
      territory: [{ value: 'REG-53', label: 'Bretagne', count: 2 }],
    },
    help: { didYouMean: null, broader: [] },
    ...fields,
  });

  describe('searching', () => {
    it('asks for the filter alone, and shows what was found, why, and how to go on', async () => {
      const next = 'https://essaim.example/api/v1/search?q=statuts&limit=20&cursor=abc';
      answers = { '/api/v1/search': [200, found({ total: 41, next })] };
      const { status, html } = await page(
        '/ressources?q=statuts&theme=emploi&territory=REG-53&family=&utm_source=lettre',
      );
      expect(status).toBe(200);
      expect(askedFor('/api/v1/search')?.search).toBe('?q=statuts&territory=REG-53&theme=emploi&limit=20');
      for (const part of [
        '<h2 id="total">41 ressources</h2>',
        'Rédiger ses <mark>statuts</mark>',
        'name="theme" value="emploi" checked',
        '<span class="count">4<span',
        '<option value="REG-53" selected>Bretagne (2)</option>',
        'href="/ressources?q&#x3D;statuts&amp;territory&#x3D;REG-53">Thème : Emploi associatif',
        'href="/ressources?q&#x3D;statuts&amp;territory&#x3D;REG-53&amp;theme&#x3D;emploi&amp;cursor&#x3D;abc" rel="next"',
        'href="/abonnement?q&#x3D;statuts&amp;territory&#x3D;REG-53&amp;theme&#x3D;emploi"',
        'type="application/rss+xml" title="Cette recherche (RSS)"',
      ])
        expect(html).toContain(part);
    });

    it('keeps what its form has no field for', async () => {
      answers = { '/api/v1/search': [200, found()] };
      const { html } = await page('/ressources?territory=REG-53&territory=DEP-59&closesBefore=2026-12-31');
      expect(html).toContain('<input type="hidden" name="territory" value="DEP-59">');
      expect(html).toContain('<input type="hidden" name="closesBefore" value="2026-12-31">');
    });

    it('says what was not understood, in the words of the API', async () => {
      const detail = 'Terme inconnu : « emplois ». Le plus proche : « emploi ».';
      answers = { '/api/v1/search': [422, { errors: [{ pointer: '/theme', detail }] }] };
      const { status, html } = await page('/ressources?theme=emplois');
      expect(status).toBe(200);
      expect(html).toContain(`<li>${detail}</li>`);
    });

    it('helps when nothing was found', async () => {
      const help = { didYouMean: 'statuts', broader: [{ without: 'theme', query: 'q=statut', total: 12 }] };
      answers = { '/api/v1/search': [200, found({ items: [], total: 0, help })] };
      const { html } = await page('/ressources?q=sttauts&theme=emploi&territory=DEP-59');
      for (const part of [
        'Aucune ressource ne correspond',
        'Vouliez-vous dire <a href="/ressources?q&#x3D;statuts&amp;territory&#x3D;DEP-59&amp;theme&#x3D;emploi">statuts</a> ?',
        '<a href="/ressources?q&#x3D;statut">Sans « thème »</a> <span class="muted">(12 ressources)</span>',
        'elsewhere&#x3D;inspiration',
      ])
        expect(html).toContain(part);
    });

    it('still offers its form when nobody can search', async () => {
      answers = { '/api/v1/search': [500, {}] };
      const { status, html } = await page('/ressources?theme=emploi');
      expect(status).toBe(200);
      expect(html).toContain('La liste des ressources n’est pas disponible pour l’instant.');
      expect(html).toContain('name="theme" value="emploi" checked');
    });
  });

  describe('a resource', () => {
    it('carries its data for machines, which cannot end its element', async () => {
      answers = {
        '/api/v1/resources/R01': [200, aResource()],
        '/api/v1/resources/R01 ld': [200, { '@context': 'https://schema.org', name: '</script><b>' }],
      };
      const { html } = await page('/ressources/R01');
      const [, data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
      expect(JSON.parse(data)).toEqual({ '@context': 'https://schema.org', name: '</script><b>' });
      expect(html).not.toContain('<b>');
    });

    it('links the texts that it cites, and its other versions', async () => {
      const versions = [2, 1].map((version) => ({
        version,
        publishedAt: '2026-03-12T08:00:00Z',
        change: version === 2 ? 'Les seuils : ceux de 2026.' : null,
        title: 'Statuts',
      }));
      answers = {
        '/api/v1/resources/R01': [200, aResource({ version: 2, legalRefs: ['loi:1901-07-01/5', 'nor:MENV2306862J'] })],
        '/api/v1/resources/R01/versions': [200, { items: versions, total: 2 }],
        '/api/v1/resources/R01/versions/1': [200, aResource()],
        '/api/v1/resources/R01/versions/2': [200, aResource({ version: 2 })],
        '/api/v1/resources/R01/versions/2/changes': [
          200,
          { items: [{ field: 'title', label: 'Titre', before: 'Avant', after: null }] },
        ],
      };
      const present = await page('/ressources/R01');
      for (const part of [
        '<a href="https://www.legifrance.gouv.fr/loda/id/LEGITEXT000006069570" rel="noopener">Article 5 de la loi du 1er juillet 1901</a>',
        '<li>Texte NOR MENV2306862J</li>',
        '<strong>Version 2</strong>',
        '<a href="/ressources/R01/versions/1">Version 1</a>',
        'Les seuils : ceux de 2026.',
      ])
        expect(present.html).toContain(part);
      const old = await page('/ressources/R01/versions/1');
      expect(old.html).toContain('Vous lisez la version 1, telle qu’elle était.');
      expect(old.html).toContain('<meta name="robots" content="noindex">');
      const changes = await page('/ressources/R01/versions/2/changements');
      expect(changes.html).toContain('<del>Avant</del>');
      expect((await page('/ressources/R01/versions/0')).status).toBe(404);
      expect((await page('/ressources/R01/versions/9')).status).toBe(404);
    });

    it('that was withdrawn says why, and what may replace it', async () => {
      answers = {
        '/api/v1/resources/R01': [200, aResource({ status: 'withdrawn', statusReason: 'Le texte a été abrogé.' })],
        '/api/v1/resources/R01/similar': [
          200,
          { items: [aResource({ id: 'R02', title: 'La suite' })], total: 1, next: null },
        ],
      };
      const { status, html } = await page('/ressources/R01');
      expect(status).toBe(410);
      expect(html).toContain('<p class="notice">Le texte a été abrogé.</p>');
      expect(html).toContain('<a href="/ressources/R02">La suite</a>');
      expect(html).not.toContain('https://ressources.example/r01');
    });

    it('that is being verified says why', async () => {
      answers = {
        '/api/v1/resources/R01': [200, aResource({ status: 'flagged', statusReason: 'Un seuil a changé.' })],
      };
      expect((await page('/ressources/R01')).html).toContain('Vérification en cours : Un seuil a changé. Vérifiez');
    });
  });

  describe('subscribing', () => {
    const send = (fields: Record<string, string>) =>
      page('/abonnement?theme=emploi', {
        method: 'POST',
        // As a browser says it of a form of ours.
        headers: { 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams(fields),
      });

    it('says how much it brings, and every way to follow it', async () => {
      const perMonth = [
        { month: '2026-10', count: 3 },
        { month: '2026-11', count: 1 },
      ];
      answers = { '/api/v1/filters/preview': [200, { total: 9, perMonth, latest: [] }] };
      const { html } = await page('/abonnement?theme=emploi');
      for (const part of [
        '4 annonces en un an, environ 2 par mois.',
        'octobre 2026 : 3 annonces',
        'https://essaim.example/feeds/resources.rss?theme&#x3D;emploi',
        '&quot;theme&quot;: [',
        '<form method="post" action="/abonnement?theme&#x3D;emploi"',
        'Chaque semaine',
        'Nouvelle-Calédonie',
      ])
        expect(html).toContain(part);
    });

    it('passes the wish on, then asks to look at one’s mail', async () => {
      answers = { '/api/v1/subscriptions': [202, {}] };
      const { status, headers } = await send({ email: ' a@b.example ', frequency: 'immediate', site: '' });
      expect([status, headers.get('location')]).toEqual([303, '/abonnement/envoye']);
      expect(posted).toEqual([{ email: 'a@b.example', frequency: 'immediate', filter: { theme: ['emploi'] } }]);
      await send({
        email: 'a@b.example',
        frequency: 'monthly',
        weekday: '2',
        monthday: '12',
        hour: '7',
        timeZone: 'Indian/Reunion',
      });
      expect(posted[1]).toMatchObject({ frequency: 'monthly', at: { day: 12, hour: 7, timeZone: 'Indian/Reunion' } });
    });

    it('gives what was typed back with what is wrong', async () => {
      answers = { '/api/v1/subscriptions': [422, { errors: [{ pointer: '/email', detail: 'x' }] }] };
      const { status, html } = await send({ email: '"><script>', frequency: 'immediate' });
      expect(status).toBe(422);
      expect(html).toContain('value="&quot;&gt;&lt;script&gt;"');
      expect(html).toContain('<a href="#email">Cette adresse n’a pas la forme nom@domaine.fr.</a>');
      expect((await send({})).html).toContain('Indiquez votre adresse électronique.');
    });

    it('lets a program that fills in everything believe that it did', async () => {
      const { status } = await send({ email: 'a@b.example', frequency: 'immediate', site: 'https://spam.example' });
      expect(status).toBe(303);
      expect(posted).toEqual([]);
    });

    it('says when nobody can take it', async () => {
      answers = { '/api/v1/subscriptions': [500, {}] };
      expect((await send({ email: 'a@b.example', frequency: 'immediate' })).status).toBe(503);
    });
  });

  it('groups what a month told by family', async () => {
    const told = { id: 'urn:1', kind: 'revised', at: '2026-11-03T10:00:00Z' };
    const items = [{ ...told, resource: aResource({ family: 'legal-watch', change: 'Le décret est paru.' }) }];
    answers = {
      '/api/v1/announcements': [200, { items, total: 1, next: null }],
      '/api/v1/announcements/months': [200, { items: [{ month: '2026-11', count: 1 }] }],
    };
    const { html } = await page('/lettres/2026-11');
    expect(askedFor('/api/v1/announcements')?.search).toBe('?month=2026-11&limit=100');
    for (const part of [
      'Lettre de novembre 2026',
      '<h2 id="legal-watch">Veille juridique</h2>',
      'Le décret est paru.',
      'Mise à jour',
    ])
      expect(html).toContain(part);
    expect((await page('/lettres')).html).toContain(
      '<a class="result-title" href="/lettres/2026-11">novembre 2026</a>',
    );
    expect((await page('/lettres/2026-13')).status).toBe(404);
  });

  it.each(['/', '/familles', '/reseaux', '/actualites', '/agenda', '/lettres', '/abonnement', '/developpeurs'])(
    '%s is there when no service is',
    async (path) => {
      const { status, html } = await page(path);
      expect(status).toBe(200);
      expect(html).toContain('<h1');
      expect(html).toMatch(/ne répond pas|n’est pas disponible|[Tt]out voir/);
    },
  );

  it.each([
    ['/mentions-legales', ['Union d’essai', 'Camille Essai', 'Hébergeur d’essai', '01 99 00 00 02']],
    ['/accessibilite', ['<strong>non conforme</strong>', 'mailto:contact@essai.example']],
    ['/donnees-personnelles', ['donnees@essai.example', '<li>Courrier d’essai</li>']],
  ])('%s says what the configuration does', async (path, parts) => {
    const { html } = await page(path);
    for (const part of parts) expect(html).toContain(part);
  });

  it('says on every page how accessible it is', async () => {
    expect((await page('/')).html).toContain('Accessibilité : non conforme');
  });

  it('serves the documents that developers need', async () => {
    expect((await page('/developpeurs/guide')).html).toContain('<h2 id="webhooks">Webhooks</h2>');
    const webhooks = (await page('/developpeurs/webhooks')).html;
    expect(webhooks).toContain('id="verifier-une-signature"');
    expect(webhooks).not.toContain('lang="en"');
    expect(webhooks).toMatch(/curl -X POST http\S+\/api\/v1\/webhook-endpoints /);
    expect(webhooks).toContain('<button class="button-quiet button-small" type="button" data-copies="code-1">');
    for (const file of ['verify.ts', 'verify.py', 'verify.php']) {
      expect(webhooks).toContain(`href="/developpeurs/verifier/${file}"`);
      expect((await page(`/developpeurs/verifier/${file}`)).html).toContain('webhook');
    }
    expect((await page('/developpeurs/verifier/..%2fverify.it.spec.ts')).status).toBe(404);
    expect((await page('/developpeurs/webhooks.asyncapi.yaml')).html).toMatch(/^asyncapi: 3/m);
    expect((await page('/developpeurs/evenements')).html).toContain('href="#grant"');
    expect((await page('/developpeurs/asyncapi.yaml')).html).toMatch(/^asyncapi: 3/m);
    expect((await page('/robots.txt')).html).toContain('Disallow: /api/');
  });

  it('links its assets under a version that is kept for ever', async () => {
    const { html } = await page('/');
    const [css = ''] = /\/assets\/[\w-]{12}\/site\.css/.exec(html) ?? [];
    const kept = await fetch(portal.origin + css, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(kept.headers.get('content-encoding')).toBe('br');
    const other = await fetch(`${portal.origin}/assets/another/site.css`, { headers: { 'accept-encoding': 'br;q=0' } });
    expect(other.headers.get('cache-control')).toBe('public, max-age=300');
    expect(other.headers.get('content-encoding')).toBeNull();
    expect(await other.text()).toBe(await kept.text());
  });
});
