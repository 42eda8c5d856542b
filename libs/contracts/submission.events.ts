import { z } from 'zod';
import { announcedContent } from './contribution.ts';
import { defineEvent } from './define-event.ts';

/** A right that somebody holds: a role, for a network, on the committee, or (operator) on the platform. */
export const grant = z.object({
  role: z.enum(['contributor', 'facilitator', 'committee-member', 'verifier', 'watch-editor', 'operator']),
  network: z.string().optional(),
  college: z.string().optional(),
  verifierKind: z.string().optional(),
  /** Of whom they are the deputy in that role: a person's id. */
  deputyOf: z.string().optional(),
});
export type Grant = z.output<typeof grant>;
export type Role = Grant['role'];

/** The public facts of a network. */
export const networkFacts = z.object({
  networkId: z.string(),
  slug: z.string(),
  name: z.string(),
  circle: z.string(),
  networkKind: z.enum(['territorial', 'sectoral']),
  actorType: z.string(),
  territories: z.array(z.string()),
  sector: z.string().nullable(),
  supportLevel: z.string().nullable(),
  isUmbrella: z.boolean(),
  sponsor: z.string().nullable(),
});
export type NetworkFacts = z.output<typeof networkFacts>;

export const networkRegistered = defineEvent(
  'submission.network.registered.v1',
  'A network joined the directory.',
  networkFacts,
);

export const networkUpdated = defineEvent(
  'submission.network.updated.v1',
  'The public facts of a network changed.',
  networkFacts,
);

export const memberChanged = defineEvent(
  'submission.member.changed.v1',
  'What a person may do changed. Carries no name and no address.',
  z.object({ personId: z.string(), grants: z.array(grant) }),
);

export const keyIssued = defineEvent(
  'submission.key.issued.v1',
  'An API key was issued: services check it by themselves from now on.',
  z.object({
    keyId: z.string(),
    /** SHA-256 of the secret part, base64url. */
    hash: z.string(),
    principal: z.object({ kind: z.enum(['person', 'network']), id: z.string() }),
    /** For a network's key, what it may do; for a person's, the roles it is narrowed to (all when empty). */
    grants: z.array(grant),
    /** A network's key whose submissions count as endorsed. */
    selfEndorsing: z.boolean(),
    expiresAt: z.iso.datetime().nullable(),
  }),
);

export const keyRevoked = defineEvent(
  'submission.key.revoked.v1',
  'An API key is void from now on.',
  z.object({ keyId: z.string() }),
);

export const signingKeyPublished = defineEvent(
  'submission.signing-key.published.v1',
  'A public key that the ten-minute tokens of signed-in people are verified with, or its end.',
  z.object({
    keyId: z.string(),
    /** JWK of an Ed25519 public key (RFC 8037). */
    publicKey: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
    /** What it signed is not believed any more from then on. */
    expiresAt: z.iso.datetime(),
  }),
);

export const sessionRevoked = defineEvent(
  'submission.session.revoked.v1',
  'A session was closed before its time: its tokens are void everywhere.',
  z.object({
    sessionId: z.string(),
    /** By then its last token has expired by itself. */
    tokensUntil: z.iso.datetime(),
  }),
);

/** The producer as it was when the version was handed in: later changes do not rewrite history. */
export const frozenProducer = networkFacts.pick({
  networkId: true,
  slug: true,
  name: true,
  circle: true,
  networkKind: true,
  actorType: true,
});

const handedIn = z.object({
  contributionId: z.string(),
  version: z.number().int().positive(),
  network: frozenProducer,
  /** Producing, co-producing and sponsoring networks: none of their people counts in the decision. */
  involvedNetworks: z.array(z.string()),
  content: announcedContent,
  submittedAt: z.iso.datetime(),
});

export const contributionSubmitted = defineEvent(
  'submission.contribution.submitted.v1',
  'A version was handed in and awaits the facilitator.',
  handedIn,
);

export const contributionEndorsed = defineEvent(
  'submission.contribution.endorsed.v1',
  'The facilitator passed a version to the committee (a self-endorsing key counts as endorsed).',
  handedIn.extend({
    endorsedAt: z.iso.datetime(),
    /** The facilitator's person id; null for a self-endorsing key. */
    endorsedBy: z.string().nullable(),
  }),
);

export const contributionReturned = defineEvent(
  'submission.contribution.returned.v1',
  'The facilitator, or a co-producer that does not agree, sent a version back to its author.',
  z.object({
    contributionId: z.string(),
    version: z.number().int(),
    networkId: z.string(),
    title: z.string(),
    reasons: z.array(z.string()),
  }),
);

export const contributionWithdrawn = defineEvent(
  'submission.contribution.withdrawn.v1',
  'The author took a contribution back.',
  z.object({ contributionId: z.string(), reason: z.string().nullable() }),
);

export const meetingScheduled = defineEvent(
  'submission.meeting.scheduled.v1',
  'A collection meeting was set, moved or cancelled.',
  z.object({
    meetingId: z.string(),
    network: frozenProducer.pick({ networkId: true, slug: true, name: true }),
    title: z.string(),
    description: z.string().nullable(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    /** IANA name. */
    timeZone: z.string(),
    place: z.string().nullable(),
    /** Only for those who hold a key. */
    visioUrl: z.string().nullable(),
    territories: z.array(z.string()),
    themes: z.array(z.string()),
    isCancelled: z.boolean(),
  }),
);

/** Something that a person must be told; the words and the address are found by who sends it. */
export const notice = z.object({
  /** A person; or, for somebody without an account, `proposer:<contribution>` or `request:<network request>`. */
  personId: z.string(),
  /** What happened, one of `noticeKinds`: chooses the words. */
  kind: z.string(),
  /** `now` goes at once; `digest` waits for the one digest of the day. */
  urgency: z.enum(['now', 'digest']),
  /** What the words are filled with: titles, ids, dates. Never a name or an address of a person. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])),
});
export type Notice = z.output<typeof notice>;

export const submissionNoticeRequested = defineEvent(
  'submission.notice.requested.v1',
  'A person must be told of something about a contribution, a plan, or the directory.',
  notice,
);

export const planReminded = defineEvent(
  'submission.plan.reminded.v1',
  'What a network committed to contribute is due soon, or overdue. Once per plan, due date and stage.',
  z.object({
    planId: z.string(),
    networkId: z.string(),
    title: z.string(),
    stage: z.enum(['due-soon', 'overdue']),
    dueAt: z.iso.datetime(),
    regime: z.string(),
  }),
);

const asked = z.object({
  contributionId: z.string(),
  /** The version that is public. */
  version: z.number().int(),
  reason: z.string().nullable(),
});

export const withdrawalRequested = defineEvent(
  'submission.contribution.withdrawal-requested.v1',
  'The author asks that a public resource be withdrawn: the committee answers.',
  asked,
);

export const nameRemovalRequested = defineEvent(
  'submission.contribution.name-removal-requested.v1',
  'The author asks that their name no longer appear with a public resource.',
  asked,
);
