import { KeyRing, KnownNetworks, type Principal } from '#access';
import { type AnnouncedResource, actionRecorded, editorialNoticeRequested } from '#contracts';
import { type NatsLink, OutboxRelay, Queries, type StampedEvent } from '#messaging';
import type { Database } from '#persistence';
import { AdoptResource } from '../src/adoptions/adopt-resource.ts';
import { AuditLog } from '../src/audit/audit-log.ts';
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
import { FeedbackRepository } from '../src/feedback/feedback.repository.ts';
import { GiveFeedback } from '../src/feedback/give-feedback.ts';
import { HourlyAllowance } from '../src/feedback/hourly-allowance.ts';
import { ModerateFeedback } from '../src/feedback/moderate-feedback.ts';
import { CloseOutdatedProposals } from '../src/labels/close-outdated-proposals.ts';
import { GrantLabel } from '../src/labels/grant-label.ts';
import { ProposeLabel } from '../src/labels/propose-label.ts';
import { RevokeLabel } from '../src/labels/revoke-label.ts';
import { WeighProposalAgain } from '../src/labels/weigh-proposal-again.ts';
import { AddPolicyVersion } from '../src/policy/add-policy-version.ts';
import { Policies } from '../src/policy/policies.ts';
import { PreviewPolicy } from '../src/policy/preview-policy.ts';
import { AnswerRequest } from '../src/resources/answer-request.ts';
import { AskForMove } from '../src/resources/ask-for-move.ts';
import { ExpireDueResources } from '../src/resources/expire-due-resources.ts';
import { MoveResource } from '../src/resources/move-resource.ts';
import { PublishResource } from '../src/resources/publish-resource.ts';
import { newResource, ResourceRepository } from '../src/resources/resource.repository.ts';
import type { Resource } from '../src/resources/resource.ts';
import { VerifyResource } from '../src/resources/verify-resource.ts';
import { AssignCase } from '../src/reviewing/assign-case.ts';
import { Assignees } from '../src/reviewing/assignees.view.ts';
import { CaseQueue } from '../src/reviewing/case-queue.view.ts';
import { ChangeCase } from '../src/reviewing/change-case.ts';
import { DiscussCase } from '../src/reviewing/discuss-case.ts';
import { KeepNote } from '../src/reviewing/keep-note.ts';
import { NudgeRepository } from '../src/reviewing/nudge.repository.ts';
import { NudgeMembers } from '../src/reviewing/nudge-members.ts';
import { ObjectToCase } from '../src/reviewing/object-to-case.ts';
import { RecallCase } from '../src/reviewing/recall-case.ts';
import { Recuse } from '../src/reviewing/recuse.ts';
import { UrgeCase } from '../src/reviewing/urge-case.ts';
import { WithdrawOpinion } from '../src/reviewing/withdraw-opinion.ts';
import { Agenda } from '../src/sessions/agenda.view.ts';
import { PlanSession } from '../src/sessions/plan-session.ts';
import { RecordVotes } from '../src/sessions/record-votes.ts';
import { SessionRepository } from '../src/sessions/session.repository.ts';
import { CloseTrial } from '../src/trials/close-trial.ts';
import { OpenTrial } from '../src/trials/open-trial.ts';
import { TrialRepository } from '../src/trials/trial.repository.ts';
import { VolunteerForTrial } from '../src/trials/volunteer-for-trial.ts';
import { aResource, atOpening } from './builders.ts';

/** Has no NATS to publish to: what is announced stays in the outbox, where a test can look. */
export const aStillRelay = (database: Database): OutboxRelay => {
  const options = { service: 'editorial', url: 'nats://nowhere', replicas: 1 } as const;
  return new OutboxRelay(options, { isUp: false } as NatsLink, database);
};

/** What is announced of an aggregate and not yet published. */
export const outboxOf = async (store: { model: Case_ }, id: string): Promise<StampedEvent[]> => {
  return (await allOf(store, id)).filter(({ type }) => !beside.includes(type));
};

/** Every event of a write has its notices and its line in the log beside it. */
const beside: readonly string[] = [editorialNoticeRequested.type, actionRecorded.type];

const allOf = async (store: { model: Case_ }, id: string): Promise<StampedEvent[]> => {
  const document = await store.model.collection.findOne({ _id: id as never });
  return (document?.outbox ?? []) as StampedEvent[];
};

/** Who is told what, in their order: `network producer resource.flagged`. */
export const noticesOf = async (store: { model: Case_ }, id: string): Promise<string[]> =>
  (await allOf(store, id)).flatMap(({ type, data }) => {
    if (type !== editorialNoticeRequested.type) return [];
    const { personId, networkId, kind } = data as { personId?: string; networkId?: string; kind: string };
    return [personId ? `${personId}: ${kind}` : `network ${networkId}: ${kind}`];
  });

/** What the audit log will keep. */
export const loggedOf = async (store: { model: Case_ }, id: string): Promise<string[]> =>
  (await allOf(store, id)).flatMap(({ type, data }) =>
    type === actionRecorded.type ? [(data as { action: string }).action] : [],
  );
type Case_ = { collection: { findOne(where: object): Promise<Record<string, unknown> | null> } };

/** The actions of the committee on a database of their own. */
export const aCommittee = (database: Database) => {
  const policies = new Policies(database, 'test');
  const cases = new CaseRepository(database, aStillRelay(database));
  const networks = new KnownNetworks(database);
  const ring = new KeyRing(database);
  const resources = new ResourceRepository(database, aStillRelay(database));
  const committees = new CommitteeRepository(database, aStillRelay(database));
  const seats = new Seats(ring, committees);
  const weighCase = new WeighCase(seats, resources);
  const decideCase = new DecideCase(cases, weighCase);
  const audit = new AuditLog(database);
  const nudges = new NudgeRepository(database, aStillRelay(database));
  const sessions = new SessionRepository(database, aStillRelay(database));
  const agenda = new Agenda(cases, weighCase);
  const planSession = new PlanSession(sessions, committees, seats, agenda);
  const changeCase = new ChangeCase(cases, seats, decideCase);
  const trials = new TrialRepository(database, aStillRelay(database));
  const feedback = new FeedbackRepository(database, aStillRelay(database));
  const moveResource = new MoveResource(resources, policies, seats, new AskForMove(resources, seats));
  const recordOpinion = new RecordOpinion(cases, networks, decideCase, seats, audit);
  const recordVerification = new RecordVerification(cases, decideCase);
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
    previewPolicy: new PreviewPolicy(policies, cases, weighCase, seats),
    addPolicyVersion: new AddPolicyVersion(policies, audit),
    audit,
    nudges,
    sessions,
    agenda,
    planSession,
    recordVotes: new RecordVotes(sessions, planSession, cases, seats, networks, decideCase),
    assignCase: new AssignCase(changeCase, seats),
    /** With nobody to tell names. */
    assignees: new Assignees(cases, seats, new Queries({ isUp: false } as NatsLink)),
    discussCase: new DiscussCase(changeCase),
    keepNote: new KeepNote(cases),
    objectToCase: new ObjectToCase(changeCase, seats),
    recallCase: new RecallCase(cases, committees, seats, decideCase),
    recuse: new Recuse(changeCase),
    urgeCase: new UrgeCase(changeCase, seats),
    withdrawOpinion: new WithdrawOpinion(changeCase),
    queue: new CaseQueue(cases, seats, weighCase, networks),
    nudgeMembers: new NudgeMembers(database, nudges, cases, resources, seats, committees, networks, weighCase),
    verifyResource: new VerifyResource(resources, seats),
    feedback,
    giveFeedback: new GiveFeedback(resources, feedback, new HourlyAllowance(database, 'production'), trials),
    moderateFeedback: new ModerateFeedback(feedback, resources),
    trials,
    openTrial: new OpenTrial(trials, resources),
    volunteerForTrial: new VolunteerForTrial(trials, resources, networks),
    closeTrial: new CloseTrial(trials, resources),
    publishResource: new PublishResource(resources, cases),
    moveResource,
    answerRequest: new AnswerRequest(resources, moveResource),
    expireDueResources: new ExpireDueResources(resources, database),
    adoptResource: new AdoptResource(resources, networks),
    proposeLabel: new ProposeLabel(cases, resources, policies),
    grantLabel: new GrantLabel(resources, cases),
    revokeLabel: new RevokeLabel(resources, seats),
    closeOutdatedProposals: new CloseOutdatedProposals(cases),
    weighProposalAgain: new WeighProposalAgain(cases, decideCase),
    open: async ({ v: _, ...subject }: Case): Promise<Case> => cases.store.insert(subject, atOpening),
    /** A public resource of the network `producer`. */
    aPublic: (current: Partial<AnnouncedResource> = {}, given: Partial<Resource> = {}): Promise<Resource> => {
      const id = current.id ?? 'contribution-1';
      const network = { id: 'producer', slug: 'riva-hdf', name: 'RIVA' };
      const made = {
        ...newResource,
        _id: id,
        involvedNetworks: ['producer'],
        current: aResource({ id, network, ...current }),
      };
      return resources.store.insert({ ...made, ...given }, atOpening);
    },
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

/** The key of a network. */
export const ofNetwork = (id: string): Principal => ({ ...aMember(id, undefined), kind: 'network', grants: [] });

/** What a member says, as it comes with the request. */
export const saying = ({ version, recommendation, criteria, scope, verdict, comment }: Opinion) => ({
  version,
  recommendation,
  criteria,
  scope,
  verdict,
  comment,
});
