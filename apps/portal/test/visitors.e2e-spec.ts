import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningPortal, startPortal } from './support/a-portal.ts';
import { Upstream } from './support/upstream.ts';

let sessions = 0;
/** One that no other test has. */
const aSession = () => {
  sessions += 1;
  return `ses_${'0'.repeat(32)}_${String(sessions).padStart(43, 'x')}`;
};
const cookieOf = (session: string) => `__Host-essaim-session=${session}`;
const page = '/connexion/lien-envoye';
const ours = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };

/** Submission, as much of it as the portal asks; a test changes what it says. */
const aSubmission = () => ({
  isOpen: true,
  tokenMinutes: 10,
  /** Tokens that are not taken, though they have not ended. */
  void: new Set<string>(),
  made: 0,
});

describe('The visitor of a page', () => {
  let portal: RunningPortal;
  let submission: Upstream;
  let state: ReturnType<typeof aSubmission>;
  let cookie: string;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    await text(request);
    if (request.url === '/api/v1/sessions/token') {
      if (!state.isOpen) return json(401, { type: '/problems/session-over', status: 401, detail: 'Terminée.' });
      state.made += 1;
      const expiresAt = new Date(Date.now() + state.tokenMinutes * 60_000).toISOString();
      return json(200, { token: `token-${state.made}`, expiresAt });
    }
    if (request.url === '/api/v1/sessions')
      return json(201, { session: aSession(), returnTo: 'https://ailleurs.example/' });
    if (request.url !== '/api/v1/me') return json(200, { items: [], total: 0, next: null, oidc: null });
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (state.void.has(token)) return json(401, { type: '/problems/unauthenticated', status: 401, detail: 'Non.' });
    return json(200, { kind: 'person', id: 'marie', name: 'Marie Roussel', roles: [], networks: [] });
  };
  const asked = (path: string) => submission.asked.filter(({ url }) => url === path).length;
  const get = (path: string, headers: Record<string, string> = { cookie }) =>
    fetch(portal.origin + path, { redirect: 'manual', headers: { accept: 'text/html', ...headers } });
  const post = (path: string, headers: Record<string, string> = {}) =>
    fetch(portal.origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', ...ours, ...headers },
    });

  beforeAll(async () => {
    submission = await Upstream.start();
    portal = await startPortal({ ESSAIM_SUBMISSION_URL: submission.origin });
  });
  beforeEach(() => {
    state = aSubmission();
    cookie = cookieOf(aSession());
    submission.asked.length = 0;
    submission.answers((request, response) => void answer(request, response));
  });
  afterAll(async () => {
    await portal.stop();
    await submission.stop();
  });

  it('is asked for once by parallel requests, and named on the page', async () => {
    const pages = await Promise.all(Array.from({ length: 12 }, async () => (await get(page)).text()));
    for (const html of pages) expect(html).toContain('Marie Roussel');
    expect([asked('/api/v1/sessions/token'), asked('/api/v1/me')]).toEqual([1, 1]);
  });

  it('is nobody without a cookie, and nobody is asked', async () => {
    expect(await (await get(page, {})).text()).toContain('Se connecter');
    expect(submission.asked).toEqual([]);
  });

  it('is never told of to services, nor asked for where a service answers', async () => {
    await get('/api/v1/networks');
    expect(submission.asked.map(({ url, headers }) => [url, headers.cookie])).toEqual([
      ['/api/v1/networks', undefined],
    ]);
  });

  it('gets another token when the one at hand is void before its time', async () => {
    state.void.add('token-1');
    expect(await (await get(page)).text()).toContain('Marie Roussel');
    expect(asked('/api/v1/sessions/token')).toBe(2);
  });

  it('keeps the cookie of a session that is open, though its tokens are not known yet', async () => {
    for (let token = 1; token <= 2; token += 1) state.void.add(`token-${token}`);
    const early = await get(page);
    expect([early.status, early.headers.getSetCookie()]).toEqual([200, []]);
    expect(await (await get(page)).text()).toContain('Marie Roussel');
  });

  it('gets another token a minute before the one at hand ends', async () => {
    state.tokenMinutes = 1;
    await get(page);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await get(page);
    expect(asked('/api/v1/sessions/token')).toBe(2);
  });

  it('leaves with the cookie when the session is over', async () => {
    state.isOpen = false;
    const answered = await get(page);
    expect(await answered.text()).toContain('Se connecter');
    expect(answered.headers.getSetCookie().join()).toMatch(/^__Host-essaim-session=; Max-Age=0; Path=\/.*Secure/);
    expect((await get('/moi')).headers.get('location')).toBe('/connexion');
  });

  it('stays known while submission is away, and is not thrown out when nobody can tell', async () => {
    await get(page);
    submission.answers((request) => request.socket.destroy());
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await (await get(page)).text()).toContain('Marie Roussel');
    const other = { cookie: cookieOf(aSession()) };
    const unknown = await get(page, other);
    expect([unknown.status, unknown.headers.getSetCookie()]).toEqual([200, []]);
    expect((await get('/moi', other)).status).toBe(503);
  });

  it('is kept in a cookie of this host alone, and led to this site alone', async () => {
    const entered = await post('/connexion/token');
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/moi']);
    const [set = ''] = entered.headers.getSetCookie();
    expect(set).toMatch(/^__Host-essaim-session=ses_/);
    for (const word of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(set).toContain(word);
    expect(set).not.toContain('Domain');
  });

  it('is asked from the address that the browser has', async () => {
    await post('/connexion/token', { 'x-forwarded-for': '192.0.2.7', 'user-agent': 'Firefox' });
    expect(submission.last.headers).toMatchObject({ 'x-forwarded-for': '192.0.2.7', 'user-agent': 'Firefox' });
  });

  it('acts by forms of ours alone', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const refused = await post('/deconnexion', { cookie, 'sec-fetch-site': site });
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('Cette demande ne vient pas d’une page de ce site');
    }
    expect(submission.asked).toEqual([]);
    // What services answer takes no cookie: it is theirs to judge.
    expect((await post('/newsletters/unsubscribe/token', { 'sec-fetch-site': 'cross-site' })).status).toBe(503);
  });

  it('is forgotten by this browser even when submission cannot close the session', async () => {
    await get(page);
    submission.answers((request) => request.socket.destroy());
    const left = await post('/deconnexion', { cookie });
    expect(left.headers.get('location')).toBe('/deconnexion?reste=1');
    expect(left.headers.getSetCookie().join()).toContain('Max-Age=0');
    expect(await (await get('/deconnexion?reste=1', {})).text()).toContain('n’a pas pu être fermée');
  });
});
