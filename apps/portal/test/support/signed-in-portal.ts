import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { vocabularies } from '#taxonomy';
import { type RunningPortal, startPortal } from './a-portal.ts';
import { Upstream } from './upstream.ts';

/** What submission answers: a status, a body, and the revision where there is one. */
export type Told = readonly [status: number, body: unknown, etag?: string];

export const refusal = (status: number, detail: string, errors: unknown[] = []): Told => [
  status,
  { type: '/problems/refused', status, detail, errors },
];
export const list = (...items: unknown[]): Told => [200, { items, total: items.length, next: null }];

interface Sent {
  readonly method: string;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

const cookie = `__Host-essaim-session=ses_${'0'.repeat(32)}_${'x'.repeat(43)}`;
const ours = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };

/** The portal, with somebody signed in, before a submission that answers as a test says. Everything else is away. */
export class SignedInPortal {
  /** By method and path. */
  told: Record<string, Told> = {};
  sent: Sent[] = [];
  private running!: RunningPortal;
  private submission!: Upstream;
  private roles: unknown;

  async start(): Promise<void> {
    this.submission = await Upstream.start();
    this.running = await startPortal({ ESSAIM_SUBMISSION_URL: this.submission.origin });
    this.submission.answers((request, response) => void this.answer(request, response));
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.submission.stop();
  }

  begin(): void {
    this.sent = [];
    const { items, territories } = vocabularies;
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    this.told = {
      'POST /api/v1/sessions/token': [200, { token: 'token', expiresAt }],
      'GET /api/v1/vocabularies': [200, { items, territories }],
    };
  }

  /** What the portal remembers of somebody is a second old at most. */
  async as(roles: unknown[], networks = [{ id: 'n1', slug: 'riva', name: 'Réseau RIVA' }]): Promise<void> {
    const isNews = this.roles !== undefined && JSON.stringify(this.roles) !== JSON.stringify(roles);
    if (isNews) await new Promise((resolve) => setTimeout(resolve, 1_100));
    this.roles = roles;
    this.told['GET /api/v1/me'] = [200, { kind: 'person', id: 'marie', name: 'Marie', roles, networks }];
  }

  async page(path: string) {
    const headers = { accept: 'text/html', cookie };
    const answer = await fetch(this.running.origin + path, { redirect: 'manual', headers });
    return { status: answer.status, html: (await answer.text()).replaceAll('\u00a0', ' ') };
  }

  async submit(path: string, fields: Record<string, string>) {
    const answer = await fetch(this.running.origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, ...ours },
      body: new URLSearchParams(fields),
    });
    const html = (await answer.text()).replaceAll('\u00a0', ' ');
    return { status: answer.status, location: answer.headers.get('location'), html };
  }

  /** The last that was asked to be changed. */
  get lastWrite(): Sent | undefined {
    return this.sent.findLast(({ method }) => method !== 'GET');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const [method, path] = [request.method ?? '', request.url ?? ''];
    const at = `${method} ${path.split('?')[0]}`;
    if (at !== 'POST /api/v1/sessions/token')
      this.sent.push({ method, body: body ? JSON.parse(body) : undefined, headers: request.headers });
    const [status, answer, etag] = this.told[at] ?? refusal(404, 'Introuvable.');
    response.writeHead(status, { 'content-type': 'application/json', ...(etag ? { etag } : {}) });
    response.end(JSON.stringify(answer));
  }
}

export const signedInPortalForThisFile = (): SignedInPortal => {
  const portal = new SignedInPortal();
  beforeAll(() => portal.start());
  beforeEach(() => portal.begin());
  afterAll(() => portal.stop());
  return portal;
};
