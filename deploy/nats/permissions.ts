import { type Announcer, announcers, type EventContract, type ServiceName, services } from '#contracts';
import { deadLetterStreamOf, markStreamOf, streamOf } from '../../libs/messaging/messaging.options.ts';
import { type Needs, needsOf, type Reaction } from './code-needs.ts';

/** A few subjects, and why the user has them. */
export interface Rule {
  readonly why: string;
  readonly subjects: readonly string[];
}

/** What one user of NATS may do; anything else is refused. */
export interface Permissions {
  readonly user: ServiceName | 'operator';
  readonly publish: readonly Rule[];
  readonly subscribe: readonly Rule[];
  /** Whether it may answer a request, once, to whatever address came with it. */
  readonly answers: boolean;
}

/**
 * Whose events a service may hear at all: a reaction to any other is a mistake, refused when the configuration is made.
 * The portal hears nobody.
 */
const hears: Readonly<Record<ServiceName, readonly Announcer[]>> = {
  submission: ['submission', 'editorial'],
  editorial: ['submission', 'editorial', 'watch'],
  watch: ['submission', 'editorial', 'watch'],
  dissemination: ['submission', 'editorial', 'watch', 'dissemination'],
  portal: [],
};

/** Each service as its code needs it, and the operator of command-line tools, who may do everything. */
export const allPermissions = (): readonly Permissions[] => [
  ...services.map((service) => permissionsOf(service, needsOf(service))),
  {
    user: 'operator',
    publish: [{ why: 'everything', subjects: ['>'] }],
    subscribe: [{ why: 'everything', subjects: ['>'] }],
    answers: true,
  },
];

/** @throws Error when the service has a reaction to events that it should not hear. */
export const permissionsOf = (service: ServiceName, needs: Needs): Permissions => {
  const unheard = needs.reactions
    .flatMap(({ contracts }) => contracts)
    .find((event) => !hears[service].includes(event.service));
  if (unheard) throw new Error(`${service} does not hear ${unheard.service}: see deploy/nats/permissions.ts`);
  const announcer = announcers.find((name) => name === service);
  return {
    user: service,
    publish: [
      ...(announcer ? announcing(announcer) : []),
      ...needs.reactions.map(hearing),
      { why: 'flow control', subjects: hears[service].length > 0 ? ['$JS.FC.>'] : [] },
      { why: 'its questions', subjects: needs.asks },
      { why: 'waking its other instances', subjects: [`wake.${service}.>`] },
    ].filter(({ subjects }) => subjects.length > 0),
    subscribe: [
      { why: 'answers to what it asked', subjects: [`_INBOX_${service}.>`] },
      { why: 'being woken', subjects: [`wake.${service}.>`] },
      ...(announcer ? [{ why: 'questions of others', subjects: [`query.${service}.>`] }] : []),
    ],
    answers: announcer !== undefined,
  };
};

/**
 * Its events and its dead letters, and the streams that keep them. A stream is made once and not changed: its
 * configuration could have NATS itself publish where the service may not (`republish`), or copy another's stream.
 */
const announcing = (service: Announcer): Rule[] => [
  { why: 'its events', subjects: [`${service}.>`] },
  { why: 'what its reactions could not handle', subjects: [`dead-letter.${service}.>`] },
  { why: 'the highest numbers it reached', subjects: [`mark.${service}.>`] },
  ...[streamOf(service), deadLetterStreamOf(service), markStreamOf(service)].map((stream) => ({
    why: `keeping ${stream}`,
    subjects: ['INFO', 'CREATE', 'MSG.GET', 'MSG.DELETE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
  })),
];

/** Its own durables by name: a service can neither read by another's nor acknowledge in its place. */
const hearing = ({ durable, contracts }: Reaction): Rule => {
  const stream = streamOf((contracts[0] as EventContract).service);
  return {
    why: `${durable} on ${stream}`,
    subjects: [
      // Made, read, made anew to replay the stream.
      `$JS.API.CONSUMER.*.${stream}.${durable}`,
      `$JS.API.CONSUMER.CREATE.${stream}.${durable}.>`,
      `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${durable}`,
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
      `$JS.ACK.${stream}.${durable}.>`,
      // ADR-15 of NATS: acknowledgements of the second format name the domain and the account first.
      `$JS.ACK.*.*.${stream}.${durable}.>`,
    ],
  };
};
