import { KeyRing, type Principal } from '#access';
import { type NatsLink, OutboxRelay, type StampedEvent } from '#messaging';
import type { Database } from '#persistence';
import { AdoptResource } from '../src/adoptions/adopt-resource.ts';
import { CaseRepository } from '../src/cases/case.repository.ts';
import type { Case, Opinion } from '../src/cases/case.ts';
import { CloseWithdrawnCase } from '../src/cases/close-withdrawn-case.ts';
import { DecideCase } from '../src/cases/decide-case.ts';
import { OpenCase } from '../src/cases/open-case.ts';
import { RecordOpinion } from '../src/cases/record-opinion.ts';
import { RecordVerification } from '../src/cases/record-verification.ts';
import { Seats } from '../src/cases/seats.ts';
import { WeighCase } from '../src/cases/weigh-case.ts';
import { CommitteeRepository } from '../src/committees/committee.repository.ts';
import { ComposeCommittee } from '../src/committees/compose-committee.ts';
import { CloseOutdatedProposals } from '../src/labels/close-outdated-proposals.ts';
import { GrantLabel } from '../src/labels/grant-label.ts';
import { ProposeLabel } from '../src/labels/propose-label.ts';
import { RevokeLabel } from '../src/labels/revoke-label.ts';
import { WeighProposalAgain } from '../src/labels/weigh-proposal-again.ts';
import { KnownNetworks } from '../src/networks/remember-networks.ts';
import { AddPolicyVersion } from '../src/policy/add-policy-version.ts';
import { Policies } from '../src/policy/policies.ts';
import { PreviewPolicy } from '../src/policy/preview-policy.ts';
import { ExpireDueResources } from '../src/resources/expire-due-resources.ts';
import { MoveResource } from '../src/resources/move-resource.ts';
import { PublishResource } from '../src/resources/publish-resource.ts';
import { ResourceRepository } from '../src/resources/resource.repository.ts';
import { atOpening } from './builders.ts';

/** Has no NATS to publish to: what is announced stays in the outbox, where a test can look. */
export const aStillRelay = (database: Database): OutboxRelay => {
  const options = { service: 'editorial', url: 'nats://nowhere', replicas: 1 } as const;
  return new OutboxRelay(options, { isUp: false } as NatsLink, database);
};

/** What is announced of an aggregate and not yet published. */
export const outboxOf = async (store: { model: Case_ }, id: string): Promise<StampedEvent[]> => {
  const document = await store.model.collection.findOne({ _id: id as never });
  return (document?.outbox ?? []) as StampedEvent[];
};
type Case_ = { collection: { findOne(where: object): Promise<Record<string, unknown> | null> } };

/** The actions of the committee on a database of their own. */
export const aCommittee = (database: Database) => {
  const cases = new CaseRepository(database, aStillRelay(database));
  const networks = new KnownNetworks(database);
  const ring = new KeyRing(database);
  const resources = new ResourceRepository(database, aStillRelay(database));
  const committees = new CommitteeRepository(database, aStillRelay(database));
  const seats = new Seats(ring, committees);
  const weighCase = new WeighCase(seats, resources);
  const decideCase = new DecideCase(cases, weighCase);
  const recordOpinion = new RecordOpinion(cases, networks, decideCase, seats);
  const recordVerification = new RecordVerification(cases, decideCase);
  const policies = new Policies(database, 'test');
  const closeWithdrawnCase = new CloseWithdrawnCase(cases);
  return {
    cases,
    resources,
    committees,
    seats,
    composeCommittee: new ComposeCommittee(committees, networks, ring),
    weighCase,
    ring,
    networks,
    decideCase,
    recordOpinion,
    recordVerification,
    policies,
    openCase: new OpenCase(cases, policies, closeWithdrawnCase, seats),
    closeWithdrawnCase,
    previewPolicy: new PreviewPolicy(policies, cases, weighCase),
    addPolicyVersion: new AddPolicyVersion(policies),
    publishResource: new PublishResource(resources, cases),
    moveResource: new MoveResource(resources, policies, seats),
    expireDueResources: new ExpireDueResources(resources, database),
    adoptResource: new AdoptResource(resources, networks),
    proposeLabel: new ProposeLabel(cases, resources, policies),
    grantLabel: new GrantLabel(resources, cases),
    revokeLabel: new RevokeLabel(resources, seats),
    closeOutdatedProposals: new CloseOutdatedProposals(cases),
    weighProposalAgain: new WeighProposalAgain(cases, decideCase),
    open: async ({ v: _, ...subject }: Case): Promise<Case> => cases.store.insert(subject, atOpening),
    outbox: (caseId: string) => outboxOf(cases.store, caseId),
    toldOf: (resourceId: string) => outboxOf(resources.store, resourceId),
  };
};

/** Somebody with a seat, or without. */
export const aMember = (
  id: string,
  college: string | undefined = 'etat',
  network: string = `network-${id}`,
): Principal => ({
  keyId: `key-${id}`,
  kind: 'person',
  id,
  grants: college ? [{ role: 'committee-member', college, network }] : [{ role: 'contributor', network }],
  selfEndorsing: false,
});

/** What a member says, as it comes with the request. */
export const saying = ({ version, recommendation, criteria, scope, verdict, comment }: Opinion) => ({
  version,
  recommendation,
  criteria,
  scope,
  verdict,
  comment,
});
