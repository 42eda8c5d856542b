/** The services that answer HTTP behind the public origin. */
export const services = ['submission', 'editorial', 'watch', 'dissemination', 'portal'] as const;
export type ServiceName = (typeof services)[number];

export interface Route {
  /** `*`: whatever the method. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | '*';
  /** Fastify syntax: `:name` for one segment, a final `*` for the rest. */
  readonly path: string;
  readonly service: ServiceName;
}

const to = (service: ServiceName, ...lines: readonly string[]): readonly Route[] =>
  lines.map((line) => {
    const [method, path] = line.split(' ');
    return { method: method as Route['method'], path: path as string, service };
  });

/**
 * Who answers what on the one public origin. The portal's proxy and the edge configuration are made of this table;
 * what it does not name is not reachable from outside (health and metrics on purpose).
 */
export const routes: readonly Route[] = [
  ...to(
    'submission',
    'GET /api/v1/me',
    '* /api/v1/me/sessions',
    'DELETE /api/v1/me/sessions/:id',
    'POST /api/v1/sign-in-links',
    'GET /api/v1/sign-in-methods',
    'POST /api/v1/oidc/authorizations',
    'POST /api/v1/oidc/sessions',
    'POST /api/v1/sessions',
    'POST /api/v1/sessions/token',
    'GET /api/v1/vocabularies',
    'GET /api/v1/submission/*',
    'POST /api/v1/submission/*',
    'DELETE /api/v1/submission/*',
    '* /api/v1/contributions',
    '* /api/v1/contributions/*',
    '* /api/v1/networks',
    '* /api/v1/networks/*',
    '* /api/v1/people',
    '* /api/v1/people/*',
    'GET /api/v1/me/tasks',
    '* /api/v1/meetings',
    '* /api/v1/meetings/*',
    '* /api/v1/plans',
    '* /api/v1/plans/*',
    '* /api/v1/framing',
    '* /api/v1/framing/*',
    '* /api/v1/network-requests',
    '* /api/v1/network-requests/*',
    '* /api/v1/atlas',
    '* /api/v1/atlas/*',
    'GET /api/v1/receipts/:token',
    'GET /api/v1/resources/:id/files/:file',
  ),
  ...to(
    'editorial',
    'GET /api/v1/policy',
    '* /api/v1/policy/*',
    'GET /api/v1/impacts',
    'GET /api/v1/impacts/:id',
    'POST /api/v1/impacts/:id/accept',
    'POST /api/v1/impacts/:id/close',
    'GET /api/v1/editorial/*',
    'POST /api/v1/editorial/*',
    'DELETE /api/v1/editorial/*',
    '* /api/v1/cases',
    '* /api/v1/cases/*',
    '* /api/v1/committee-sessions',
    'GET /api/v1/committee-sessions.ics',
    '* /api/v1/committee-sessions/*',
    '* /api/v1/committees',
    '* /api/v1/committees/*',
    'POST /api/v1/resources/:id/flag',
    'POST /api/v1/resources/:id/confirm',
    'POST /api/v1/resources/:id/suspend',
    'POST /api/v1/resources/:id/restore',
    'POST /api/v1/resources/:id/withdraw',
    '* /api/v1/resources/:id/requests/*',
    'GET /api/v1/resources/:id/record',
    'POST /api/v1/resources/:id/verifications',
    '* /api/v1/resources/:id/trials',
    '* /api/v1/resources/:id/trials/*',
    '* /api/v1/resources/:id/adoptions',
    '* /api/v1/resources/:id/feedback',
    'POST /api/v1/resources/:id/label-proposals',
    'POST /api/v1/resources/:id/revoke-label',
  ),
  ...to('watch', '* /api/v1/watch/*'),
  ...to(
    'dissemination',
    'GET /api/v1/dissemination/*',
    'POST /api/v1/dissemination/*',
    'DELETE /api/v1/dissemination/*',
    'GET /api/v1/resources',
    'GET /api/v1/resources/:id',
    'GET /api/v1/resources/:id/versions',
    'GET /api/v1/resources/:id/versions/:version',
    'GET /api/v1/resources/:id/versions/:version/changes',
    'GET /api/v1/resources/:id/similar',
    'GET /api/v1/resources/:id/adaptations',
    'GET /api/v1/search',
    'GET /api/v1/announcements',
    'GET /api/v1/announcements/months',
    'GET /api/v1/filters/preview',
    'GET /api/v1/resources.csv',
    'GET /api/v1/resources.ndjson',
    'GET /api/v1/catalogue.jsonld',
    'GET /sitemap.xml',
    'GET /embed/resources',
    'GET /oai',
    'POST /oai',
    'POST /hub',
    'GET /feeds/*',
    '* /api/v1/issues',
    '* /api/v1/issues/*',
    'POST /api/v1/subscriptions',
    '* /newsletters/*',
    'GET /api/v1/event-types',
    '* /api/v1/webhook-endpoints',
    '* /api/v1/webhook-endpoints/*',
    '* /api/v1/deliveries/*',
    'GET /api/v1/networks/:network/webhook-keys',
  ),
];
