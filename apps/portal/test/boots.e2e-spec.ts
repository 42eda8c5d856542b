import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningPortal, startPortal } from './support/a-portal.ts';

describe('The portal, with nobody else up', () => {
  let portal: RunningPortal;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(portal.origin + path, { headers });

  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('serves the home page, and says that the list is not there', async () => {
    const answer = await get('/', { accept: 'text/html' });
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('La liste des ressources n’est pas disponible pour l’instant.');
    expect(html).toMatch(/<link rel="alternate" type="application\/rss\+xml"[^>]* href="\/feeds\/resources\.rss">/);
  });

  it.each(['/', '/ressources', '/nulle-part'])(
    'lets %s run our own scripts alone, and load nothing from elsewhere',
    async (path) => {
      const { headers } = await get(path, { accept: 'text/html' });
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('answers people with a page when there is none, and programs with a problem', async () => {
    const page = await get('/nulle-part', { accept: 'text/html,*/*;q=0.8' });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('<h1>Page introuvable</h1>');

    const problem = await get('/nulle-part');
    expect(problem.status).toBe(404);
    expect(problem.headers.get('content-type')).toContain('application/problem+json');
  });

  it('answers a problem under /api, whoever asks', async () => {
    const answer = await get('/api/v1/nothing', { accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      type: '/problems/not-found',
      status: 404,
      instance: '/api/v1/nothing',
    });
  });

  it('says which methods a path takes', async () => {
    const answer = await fetch(`${portal.origin}/api/v1/subscriptions`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(await answer.json()).toMatchObject({ type: '/problems/method-not-allowed' });
  });

  it.each([
    ['fr-FR, en;q=0.8', 'fr', 'Service momentanément indisponible.'],
    ['en-GB', 'en', 'Temporarily unavailable.'],
  ])('answers 503 for a service that is away, to %s in %s', async (asked, language, detail) => {
    const answer = await get('/api/v1/resources', { 'accept-language': asked });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('content-language')).toBe(language);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await answer.json()).toMatchObject({ type: '/problems/unavailable', status: 503, detail });
  });

  it('answers 503 with a page for a resource that cannot be asked for', async () => {
    const answer = await get('/ressources/R01', { accept: 'text/html' });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.text()).toContain('<h1>Service momentanément indisponible</h1>');
  });

  it('tells its health to this machine alone', async () => {
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/live', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(404);
    expect((await get('/metrics', { forwarded: 'for=192.0.2.1' })).status).toBe(404);
    expect((await get('/metrics')).status).toBe(200);
  });

  it('serves the stylesheet that other services link, with an entity tag', async () => {
    const answer = await get('/assets/site.css');
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const etag = answer.headers.get('etag');
    const css = await answer.text();
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(10_000);
    for (const name of ['.site-header', 'main', '.card', '.tag', '.notice', '.button', '.muted'])
      expect(css).toContain(name);
    expect((await get('/assets/site.css', { 'if-none-match': etag ?? '', 'cache-control': 'max-age=0' })).status).toBe(
      304,
    );
    expect((await get('/assets/favicon.svg')).headers.get('content-type')).toBe('image/svg+xml');
  });

  it('serves no code as an asset', async () => {
    for (const path of [
      '/assets/',
      '/assets/../serve-assets.ts',
      '/assets/..%2fserve-assets.ts',
      '/api/docs/swagger-ui/package.json',
    ]) {
      expect((await get(path)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('serves the documentation of the API from here alone', async () => {
    const answer = await get('/api/docs');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self';");
    const html = await answer.text();
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const addresses = [...html.matchAll(/(?:src|href)="(\/(?:api\/docs|assets)\/[^"]+)"/g)].map(([, address]) =>
      String(address),
    );
    expect(addresses).toHaveLength(6);
    for (const address of addresses) expect((await get(address)).status).toBe(200);
  });
});

describe('The portal in production', () => {
  it('lets so much through a minute, then asks to wait', async () => {
    const portal = await startPortal({ ESSAIM_MODE: 'production' });
    const write = () => fetch(`${portal.origin}/api/v1/subscriptions`, { method: 'POST' });
    for (let n = 0; n < 120; n += 1) expect((await write()).status).toBe(503);
    const answer = await write();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
    expect((await fetch(`${portal.origin}/`)).status).toBe(200);
    await portal.stop();
  });
});
