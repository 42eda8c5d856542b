/** The five rules of the architecture, and the ones that keep them true. */
export default {
  forbidden: [
    {
      name: 'apps-never-import-apps',
      comment: 'Services share contracts, never code: each must be able to change alone.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/', pathNot: '(\\.spec|\\.it\\.spec)\\.ts$|^libs/[^/]+/test/' },
      to: { path: '^(apps|deploy|test|docs)/' },
    },
    {
      name: 'rules-know-no-framework',
      comment: 'What the product decides by is plain TypeScript.',
      severity: 'error',
      from: {
        path: [
          '^apps/editorial/src/cases/(case|evaluate|verdict|sentences|approved-resource)\\.ts$',
          '^apps/editorial/src/policy/(policy|working-days|revalidation)\\.ts$',
          '^apps/editorial/src/(resources/resource|committees/committee|labels/label-conditions|plain-language/hints)\\.ts$',
          '^apps/editorial/src/(reviewing/(rounds|unblock|nudge)|sessions/minutes)\\.ts$',
          '^apps/submission/src/(sessions/(browser|network-address|session|signing-key)|sign-in/sign-in-link|people/person)\\.ts$',
          '^apps/portal/src/(sign-in/return-to|me/my-page\\.view)\\.ts$',
          '^apps/dissemination/src/webhooks/(sending/(retry-schedule|signature|ending|endpoint-health)|events/(outgoing|event-[a-z]+|meeting-filter)|formats/[a-z-]+|log/webhook-delivery)\\.ts$',
          '^apps/submission/src/contributions/(contribution|obstacles|licences|hand-in|intake)\\.ts$',
          '^libs/taxonomy/',
        ],
      },
      to: { path: 'node_modules/(@nestjs|mongoose|fastify|@nats-io)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'fakes-only-from-tests',
      comment: 'Builders, fakes and development dependencies serve tests and tools, never what runs in production.',
      severity: 'error',
      from: {
        path: '^(apps/[^/]+/src|libs)/',
        pathNot: '(\\.spec|\\.it\\.spec|\\.e2e-spec)\\.ts$|generate\\.mjs$|/test/',
      },
      to: { path: '(^|/)(test|testing|fakes)/|\\.fake\\.ts$', pathNot: 'node_modules' },
    },
    {
      name: 'one-client-for-given-addresses',
      comment:
        'An address that a user gave is reached through libs/outbound-http alone; biome.json refuses the globals.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot:
          '^libs/outbound-http/|^apps/portal/|attachments/scanner\\.ts$|(\\.spec|\\.it\\.spec|\\.e2e-spec)\\.ts$|/test/',
      },
      to: {
        path: 'node_modules/(undici|axios|got|ky|node-fetch|ofetch)/|^(node:)?(https|http2|net|tls|dgram|dns)(/|$)',
      },
    },
    {
      name: 'libs-through-their-index',
      comment: 'Tests may also use the builders that a lib has for tests.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/[^/]+/(?!index\\.ts$|test/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['repo', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
