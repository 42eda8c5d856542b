import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningPortal, startPortal } from './support/a-portal.ts';
import { Upstream } from './support/upstream.ts';

type Told = readonly [status: number, body: unknown];

/** A session of its own for each role: the portal remembers who holds one. */
const cookieOf = (role: string) => `__Host-essaim-session=ses_${'0'.repeat(31)}${role.length % 10}_${'x'.repeat(43)}`;
const ours = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
const channels = '/api/v1/dissemination/channels';
const letter = {
  id: 'l1',
  title: 'La rentrée',
  status: 'draft',
  introduction: ['Bonjour.', 'Bonne lecture.'],
  resources: ['r1', 'r2'],
  createdAt: '2026-11-24T09:00:00Z',
  issuedAt: null,
  stopReason: null,
  path: null,
};

describe('The pages of what is sent', () => {
  let portal: RunningPortal;
  let submission: Upstream;
  let dissemination: Upstream;
  let role = 'operator';
  let told: Record<string, Told>;
  let sent: { method: string; path: string; body: unknown; revision: unknown }[];

  const json = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json', etag: '"r3"' }).end(JSON.stringify(body));
  const asDissemination = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const [method, path] = [request.method ?? '', request.url?.split('?')[0] ?? ''];
    const revision = request.headers['if-match'];
    if (method !== 'GET') sent.push({ method, path, body: body ? JSON.parse(body) : undefined, revision });
    const missing = [404, { type: '/problems/not-found', status: 404, detail: 'Introuvable.' }] as const;
    const [status, answer] = told[`${method} ${path}`] ?? missing;
    json(response, status, answer);
  };
  const asSubmission = async (request: IncomingMessage, response: ServerResponse) => {
    await text(request);
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    if (request.url === '/api/v1/sessions/token') return json(response, 200, { token: 'token', expiresAt });
    if (request.url !== '/api/v1/me') return json(response, 200, { items: [], total: 0, next: null });
    return json(response, 200, { kind: 'person', id: 'nadia', name: 'Nadia', roles: [{ role }], networks: [] });
  };
  const visit = async (path: string, fields?: Record<string, string>) => {
    const post = fields && { method: 'POST', body: new URLSearchParams(fields) };
    const headers = { accept: 'text/html', cookie: cookieOf(role), ...(fields ? ours : {}) };
    const answer = await fetch(portal.origin + path, { redirect: 'manual', headers, ...post });
    const html = (await answer.text()).replaceAll('\u00a0', ' ');
    return { status: answer.status, location: answer.headers.get('location'), html };
  };

  beforeAll(async () => {
    submission = await Upstream.start();
    dissemination = await Upstream.start();
    portal = await startPortal({
      ESSAIM_SUBMISSION_URL: submission.origin,
      ESSAIM_DISSEMINATION_URL: dissemination.origin,
    });
    submission.answers((request, response) => void asSubmission(request, response));
    dissemination.answers((request, response) => void asDissemination(request, response));
  });
  beforeEach(() => {
    sent = [];
    told = {
      [`GET ${channels}`]: [
        200,
        {
          items: [
            { channel: 'mail', state: 'open', reason: null, at: null, waiting: 40, leaving: 5 },
            { channel: 'webhook', state: 'paused', reason: 'Un essai.', at: letter.createdAt, waiting: 2, leaving: 0 },
          ],
        },
      ],
      'GET /api/v1/issues': [200, { items: [letter], total: 1, next: null }],
      'GET /api/v1/issues/l1': [200, letter],
      'GET /api/v1/issues/l1/preview': [200, { subject: letter.title, text: 'Bonjour <tous>.', html: '' }],
    };
  });
  afterAll(async () => {
    await portal.stop();
    await submission.stop();
    await dissemination.stop();
  });

  it('say what waits by each channel, and turn it for operators', async () => {
    const { status, html } = await visit('/exploitation/envois');
    expect(status).toBe(200);
    for (const part of [
      '40 envois attendent, 5 partent.',
      'En pause',
      'Un essai.',
      'action="/exploitation/envois/webhook/resume"',
    ])
      expect(html).toContain(part);
    told[`POST ${channels}/mail/pause`] = [200, {}];
    const paused = await visit('/exploitation/envois/mail/pause', { reason: 'À vérifier.' });
    expect([paused.status, paused.location]).toEqual([303, '/exploitation/envois']);
    expect(sent).toMatchObject([{ path: `${channels}/mail/pause`, body: { reason: 'À vérifier.' } }]);
    const errors = [{ pointer: '/reason', code: 'required', detail: 'Ce champ est nécessaire.' }];
    told[`POST ${channels}/mail/stop`] = [422, { type: '/problems/invalid-fields', status: 422, detail: '', errors }];
    const refused = await visit('/exploitation/envois/mail/stop', {});
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining('href="#motif-mail"')]);
    expect((await visit('/exploitation/envois/fax/pause', {})).status).toBe(404);
  });

  it('write, try, approve and stop a letter', async () => {
    expect((await visit('/redaction/lettres')).html).toContain('La rentrée');
    told['POST /api/v1/issues'] = [201, letter];
    const fields = { title: 'La rentrée', introduction: 'Bonjour.', resources: 'https://essaim.example/ressources/r1' };
    expect((await visit('/redaction/lettres/nouvelle', fields)).location).toBe('/redaction/lettres/l1?fait=creee');
    expect(sent.at(-1)?.body).toEqual({ title: 'La rentrée', introduction: ['Bonjour.'], resources: ['r1'] });
    const shown = await visit('/redaction/lettres/l1');
    for (const part of ['Bonjour &lt;tous&gt;.', 'Approuver et envoyer', 'Bonjour.\n\nBonne lecture.'])
      expect(shown.html).toContain(part);
    told['PATCH /api/v1/issues/l1'] = [200, letter];
    await visit('/redaction/lettres/l1', fields);
    expect(sent.at(-1)).toMatchObject({ method: 'PATCH', revision: '"r3"' });
    const detail = 'Une lettre est relue par une autre personne.';
    told['POST /api/v1/issues/l1/approve'] = [403, { type: '/problems/second-pair-of-eyes', status: 403, detail }];
    const refused = await visit('/redaction/lettres/l1/approve', {});
    expect([refused.status, refused.html]).toEqual([403, expect.stringContaining(detail)]);
    const progress = { pending: 30, sending: 1, sent: 12, failed: 1, cancelled: 0, inDoubt: 1 };
    told['GET /api/v1/issues/l1'] = [200, { ...letter, status: 'sending', issuedAt: letter.createdAt, progress }];
    const sending = await visit('/redaction/lettres/l1');
    expect(sending.html).toContain('12 envoyées, 31 en attente, 1 refusée, 1 reçue peut-être deux fois.');
    expect(sending.html).toContain('Arrêter l’envoi');
    expect(sending.html).not.toContain('Enregistrer');
  });

  it('are for those who hold the role', async () => {
    role = 'watch-editor';
    expect((await visit('/redaction/lettres')).status).toBe(200);
    expect((await visit('/exploitation/envois')).status).toBe(403);
    role = 'contributor';
    expect((await visit('/redaction/lettres')).status).toBe(403);
  });
});
