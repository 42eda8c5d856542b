import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule, KnownNetworks } from '#access';
import { MessagingModule } from '#messaging';
import { DatabaseModule } from '#persistence';
import { PlatformModule } from '#platform';
import { AdoptResource } from './adoptions/adopt-resource.ts';
import { AdoptionsController } from './adoptions/adoptions.controller.ts';
import { AuditController } from './audit/audit.controller.ts';
import { AuditLog, KeepAuditEntry } from './audit/audit-log.ts';
import { CaseRepository } from './cases/case.repository.ts';
import { CasesController } from './cases/cases.controller.ts';
import { CloseDeselectedCase } from './cases/close-deselected-case.ts';
import { CloseWithdrawnCase } from './cases/close-withdrawn-case.ts';
import { DecideCase } from './cases/decide-case.ts';
import { DecideDueCases } from './cases/decide-due-cases.ts';
import { OpenCase } from './cases/open-case.ts';
import { OpenCaseForItem } from './cases/open-case-for-item.ts';
import { RecordOpinion } from './cases/record-opinion.ts';
import { RecordVerification } from './cases/record-verification.ts';
import { Seats } from './cases/seats.ts';
import { WeighCase } from './cases/weigh-case.ts';
import { CommitteeRepository } from './committees/committee.repository.ts';
import { CommitteesController } from './committees/committees.controller.ts';
import { ComposeCommittee } from './committees/compose-committee.ts';
import type { EditorialConfig } from './editorial.config.ts';
import { FeedbackController } from './feedback/feedback.controller.ts';
import { FeedbackRepository } from './feedback/feedback.repository.ts';
import { GiveFeedback } from './feedback/give-feedback.ts';
import { HourlyAllowance } from './feedback/hourly-allowance.ts';
import { ModerateFeedback } from './feedback/moderate-feedback.ts';
import { HearImpact } from './impacts/hear-impact.ts';
import { ImpactsController } from './impacts/impacts.controller.ts';
import { JudgeImpact } from './impacts/judge-impact.ts';
import { RecallImpacts } from './impacts/recall-impacts.ts';
import { CloseOutdatedProposals } from './labels/close-outdated-proposals.ts';
import { GrantLabel } from './labels/grant-label.ts';
import { LabelsController } from './labels/labels.controller.ts';
import { ProposeLabel } from './labels/propose-label.ts';
import { RevokeLabel } from './labels/revoke-label.ts';
import { WeighProposalAgain } from './labels/weigh-proposal-again.ts';
import { RememberNetworks } from './networks/remember-networks.ts';
import { PlainLanguageController } from './plain-language/plain-language.controller.ts';
import { AddPolicyVersion } from './policy/add-policy-version.ts';
import { Policies } from './policy/policies.ts';
import { PolicyController } from './policy/policy.controller.ts';
import { PreviewPolicy } from './policy/preview-policy.ts';
import { AnswerRequest } from './resources/answer-request.ts';
import { AskForMove } from './resources/ask-for-move.ts';
import { ExpireDueResources } from './resources/expire-due-resources.ts';
import { HearWithdrawalRequest } from './resources/hear-withdrawal-request.ts';
import { MoveResource } from './resources/move-resource.ts';
import { PossibleMoves } from './resources/possible-moves.view.ts';
import { PublishResource } from './resources/publish-resource.ts';
import { RemoveCredit } from './resources/remove-credit.ts';
import { ResourceRepository } from './resources/resource.repository.ts';
import { ResourcesController } from './resources/resources.controller.ts';
import { VerifyResource } from './resources/verify-resource.ts';
import { AssignCase } from './reviewing/assign-case.ts';
import { Assignees } from './reviewing/assignees.view.ts';
import { CaseQueue } from './reviewing/case-queue.view.ts';
import { ChangeCase } from './reviewing/change-case.ts';
import { DiscussCase } from './reviewing/discuss-case.ts';
import { KeepNote } from './reviewing/keep-note.ts';
import { NudgeRepository } from './reviewing/nudge.repository.ts';
import { NudgeMembers } from './reviewing/nudge-members.ts';
import { ObjectToCase } from './reviewing/object-to-case.ts';
import { ReadersPart } from './reviewing/readers-part.view.ts';
import { RecallCase } from './reviewing/recall-case.ts';
import { Recuse } from './reviewing/recuse.ts';
import { ReviewingController } from './reviewing/reviewing.controller.ts';
import { UrgeCase } from './reviewing/urge-case.ts';
import { WithdrawOpinion } from './reviewing/withdraw-opinion.ts';
import { Agenda } from './sessions/agenda.view.ts';
import { PlanSession } from './sessions/plan-session.ts';
import { RecordVotes } from './sessions/record-votes.ts';
import { SessionRepository } from './sessions/session.repository.ts';
import { SessionsController } from './sessions/sessions.controller.ts';
import { CloseTrial } from './trials/close-trial.ts';
import { OpenTrial } from './trials/open-trial.ts';
import { TrialRepository } from './trials/trial.repository.ts';
import { TrialsController } from './trials/trials.controller.ts';
import { VolunteerForTrial } from './trials/volunteer-for-trial.ts';

@Module({})
class EditorialModule {}

/** Is it good, and for whom: the committee and its rules. */
export const editorialModule = (config: EditorialConfig): DynamicModule => ({
  module: EditorialModule,
  imports: [
    DatabaseModule.forRoot({ uri: config.ESSAIM_MONGODB_URI, name: config.ESSAIM_MONGODB_DATABASE }),
    MessagingModule.forRoot({
      service: 'editorial',
      url: config.ESSAIM_NATS_URL,
      user: config.ESSAIM_NATS_USER,
      password: config.ESSAIM_NATS_PASSWORD,
      replicas: config.ESSAIM_NATS_REPLICAS,
    }),
    PlatformModule,
    AccessModule.forRoot('editorial', { mode: config.ESSAIM_MODE, origin: config.ESSAIM_ORIGIN }),
  ],
  controllers: [
    AdoptionsController,
    AuditController,
    CasesController,
    CommitteesController,
    FeedbackController,
    ImpactsController,
    LabelsController,
    PlainLanguageController,
    PolicyController,
    ResourcesController,
    ReviewingController,
    SessionsController,
    TrialsController,
  ],
  providers: [
    { provide: Policies.MODE, useValue: config.ESSAIM_MODE },
    AddPolicyVersion,
    AdoptResource,
    Agenda,
    AnswerRequest,
    AskForMove,
    HearImpact,
    HearWithdrawalRequest,
    JudgeImpact,
    RecallImpacts,
    AssignCase,
    Assignees,
    AuditLog,
    CaseQueue,
    CaseRepository,
    ChangeCase,
    CloseOutdatedProposals,
    CloseDeselectedCase,
    CloseTrial,
    CloseWithdrawnCase,
    CommitteeRepository,
    ComposeCommittee,
    DecideCase,
    DecideDueCases,
    DiscussCase,
    ExpireDueResources,
    FeedbackRepository,
    GiveFeedback,
    GrantLabel,
    HourlyAllowance,
    KeepAuditEntry,
    KeepNote,
    KnownNetworks,
    ModerateFeedback,
    MoveResource,
    NudgeMembers,
    NudgeRepository,
    ObjectToCase,
    OpenCase,
    OpenCaseForItem,
    OpenTrial,
    PlanSession,
    Policies,
    PossibleMoves,
    PreviewPolicy,
    ProposeLabel,
    PublishResource,
    ReadersPart,
    RecallCase,
    RecordOpinion,
    RecordVerification,
    RecordVotes,
    Recuse,
    RememberNetworks,
    RemoveCredit,
    ResourceRepository,
    RevokeLabel,
    Seats,
    SessionRepository,
    TrialRepository,
    UrgeCase,
    VerifyResource,
    VolunteerForTrial,
    WeighCase,
    WeighProposalAgain,
    WithdrawOpinion,
  ],
});
