import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { MailTransport, transportOptions } from '#mail';
import { MessagingModule } from '#messaging';
import { Database, DatabaseModule, SecretBox } from '#persistence';
import { PlatformModule } from '#platform';
import { AtlasController } from './atlas/atlas.controller.ts';
import { AtlasRepository } from './atlas/atlas.repository.ts';
import { AtlasWrites } from './atlas/atlas-writes.ts';
import { AddAttachment, UPLOAD_MEGABYTES } from './attachments/add-attachment.ts';
import { AttachmentsController } from './attachments/attachments.controller.ts';
import { EditAttachment } from './attachments/edit-attachment.ts';
import { FileStore } from './attachments/file-store.ts';
import { FileTextsController } from './attachments/file-texts.controller.ts';
import { FileTexts } from './attachments/file-texts.ts';
import { FolderStore } from './attachments/folder-store.ts';
import { GridFsStore } from './attachments/gridfs-store.ts';
import { PublicFilesController } from './attachments/public-files.controller.ts';
import { Scanner, scannerOf } from './attachments/scanner.ts';
import { SweepFiles } from './attachments/sweep-files.ts';
import { AgreeToContribution } from './contributions/agree-to-contribution.ts';
import { CharterController } from './contributions/charter.controller.ts';
import { ContributionRepository } from './contributions/contribution.repository.ts';
import { ContributionMovesController } from './contributions/contribution-moves.controller.ts';
import { ContributionsController } from './contributions/contributions.controller.ts';
import { DelaysController } from './contributions/delays.controller.ts';
import { EditContribution } from './contributions/edit-contribution.ts';
import { EffortController } from './contributions/effort.controller.ts';
import { EndorseContribution } from './contributions/endorse-contribution.ts';
import { FindRules } from './contributions/find-rules.ts';
import { HandInNotices } from './contributions/hand-in-notices.ts';
import { ProposeContribution } from './contributions/propose-contribution.ts';
import { RecordDecision } from './contributions/record-decision.ts';
import { RecordResource } from './contributions/record-resource.ts';
import { RequestRemoval } from './contributions/request-removal.ts';
import { ReturnContribution } from './contributions/return-contribution.ts';
import { SubmitContribution } from './contributions/submit-contribution.ts';
import { TakeInContribution } from './contributions/take-in-contribution.ts';
import { WithdrawContribution } from './contributions/withdraw-contribution.ts';
import { FindDuplicates } from './duplicates/find-duplicates.ts';
import { FrameContribution } from './framing/frame-contribution.ts';
import { FramingController } from './framing/framing.controller.ts';
import { FramingQueue } from './framing/framing-queue.ts';
import { TasksController } from './framing/tasks.controller.ts';
import { ImportController } from './import/import.controller.ts';
import { ImportContributions } from './import/import-contributions.ts';
import { WholeImports } from './import/whole-imports.ts';
import { BootstrapOperator } from './keys/bootstrap-operator.ts';
import { IssueKey } from './keys/issue-key.ts';
import { KeyRepository } from './keys/key.repository.ts';
import { KeyUses } from './keys/key-uses.ts';
import { KeysController } from './keys/keys.controller.ts';
import { MeController } from './keys/me.controller.ts';
import { OperatorKeysController } from './keys/operator-keys.controller.ts';
import { RotateKey } from './keys/rotate-key.ts';
import { MeetingRepository } from './meetings/meeting.repository.ts';
import { MeetingsController } from './meetings/meetings.controller.ts';
import { NetworkRepository } from './networks/network.repository.ts';
import { NetworkContacts } from './networks/network-contacts.ts';
import { NetworksController } from './networks/networks.controller.ts';
import { RegisterNetwork } from './networks/register-network.ts';
import { OidcController } from './oidc/oidc.controller.ts';
import { OIDC_OPTIONS, oidcOf } from './oidc/oidc.options.ts';
import { OidcAuthorizationRepository } from './oidc/oidc-authorization.repository.ts';
import { OidcProvider } from './oidc/oidc-provider.ts';
import { SignInWithOidc } from './oidc/sign-in-with-oidc.ts';
import { AddMember } from './people/add-member.ts';
import { FindContacts } from './people/find-contacts.ts';
import { MemberChangesController } from './people/member-changes.controller.ts';
import { MembersController } from './people/members.controller.ts';
import { PersonRepository } from './people/person.repository.ts';
import { PersonContactsController } from './people/person-contacts.controller.ts';
import { RemoveMember } from './people/remove-member.ts';
import { FulfilPlan } from './plans/fulfil-plan.ts';
import { PlanRepository } from './plans/plan.repository.ts';
import { PlansController } from './plans/plans.controller.ts';
import { RemindOfPlans } from './plans/remind-of-plans.ts';
import { ProductionPolicyController } from './policy/policy.controller.ts';
import { PreviewPolicy } from './policy/preview-policy.ts';
import { ProductionPolicies } from './policy/production-policies.ts';
import { ReceiptsController } from './receipts/receipts.controller.ts';
import { ORIGIN, Receipts } from './receipts/receipts.ts';
import { NetworkRequestRepository } from './requests/network-request.repository.ts';
import { NetworkRequestsController } from './requests/network-requests.controller.ts';
import { ExchangeSession } from './sessions/exchange-session.ts';
import { MySessionsController } from './sessions/my-sessions.controller.ts';
import { OpenSession } from './sessions/open-session.ts';
import { RevokeSessions } from './sessions/revoke-sessions.ts';
import { SessionRepository } from './sessions/session.repository.ts';
import { SigningKeyRepository } from './sessions/signing-key.repository.ts';
import { SigningKeysController } from './sessions/signing-keys.controller.ts';
import { SigningKeys } from './sessions/signing-keys.ts';
import { AskForLink } from './sign-in/ask-for-link.ts';
import { RequestLimits } from './sign-in/request-limits.ts';
import { SendInvitation } from './sign-in/send-invitation.ts';
import { SignInController } from './sign-in/sign-in.controller.ts';
import { SignInLinkRepository } from './sign-in/sign-in-link.repository.ts';
import { SignInLogController } from './sign-in/sign-in-log.controller.ts';
import { SignInLog } from './sign-in/sign-in-log.ts';
import { SignInMailer } from './sign-in/sign-in-mailer.ts';
import { SignInMails } from './sign-in/sign-in-mails.ts';
import { SignInTokens } from './sign-in/sign-in-tokens.ts';
import { SignInWithLink } from './sign-in/sign-in-with-link.ts';
import type { SubmissionConfig } from './submission.config.ts';
import { VersionsController } from './versions/versions.controller.ts';
import { VocabulariesController } from './vocabularies.controller.ts';

@Module({})
class SubmissionModule {}

/** Who contributes, what and when. */
export const submissionModule = (config: SubmissionConfig): DynamicModule => ({
  module: SubmissionModule,
  imports: [
    DatabaseModule.forRoot({ uri: config.ESSAIM_MONGODB_URI, name: config.ESSAIM_MONGODB_DATABASE }),
    MessagingModule.forRoot({
      service: 'submission',
      url: config.ESSAIM_NATS_URL,
      user: config.ESSAIM_NATS_USER,
      password: config.ESSAIM_NATS_PASSWORD,
      replicas: config.ESSAIM_NATS_REPLICAS,
    }),
    PlatformModule,
    AccessModule.forRoot('submission', { mode: config.ESSAIM_MODE, origin: config.ESSAIM_ORIGIN }),
  ],
  controllers: [
    ImportController,
    AttachmentsController,
    AtlasController,
    FramingController,
    TasksController,
    EffortController,
    MemberChangesController,
    NetworkRequestsController,
    PersonContactsController,
    CharterController,
    DelaysController,
    FileTextsController,
    PublicFilesController,
    ContributionsController,
    ContributionMovesController,
    VersionsController,
    ProductionPolicyController,
    ReceiptsController,
    KeysController,
    MeController,
    MeetingsController,
    MembersController,
    MySessionsController,
    NetworksController,
    OidcController,
    OperatorKeysController,
    PlansController,
    SignInController,
    SignInLogController,
    SigningKeysController,
    VocabulariesController,
  ],
  providers: [
    { provide: SecretBox, useFactory: () => new SecretBox(config.ESSAIM_SECRET_KEYS) },
    { provide: BootstrapOperator.KEY, useValue: config.ESSAIM_BOOTSTRAP_KEY },
    { provide: ORIGIN, useValue: config.ESSAIM_ORIGIN },
    { provide: UPLOAD_MEGABYTES, useValue: config.ESSAIM_UPLOAD_MEGABYTES },
    { provide: Scanner, useFactory: () => scannerOf(config.ESSAIM_CLAMD, config.ESSAIM_SCAN_COMMAND) },
    {
      provide: FileStore,
      inject: [Database],
      useFactory: (database: Database): FileStore =>
        config.ESSAIM_FILES_FOLDER ? new FolderStore(config.ESSAIM_FILES_FOLDER) : new GridFsStore(database),
    },
    AddAttachment,
    EditAttachment,
    FileTexts,
    SweepFiles,
    AtlasRepository,
    FrameContribution,
    FramingQueue,
    AtlasWrites,
    NetworkRequestRepository,
    RegisterNetwork,
    RotateKey,
    ImportContributions,
    WholeImports,
    AddMember,
    AgreeToContribution,
    FindDuplicates,
    FindRules,
    HandInNotices,
    PreviewPolicy,
    ProductionPolicies,
    ProposeContribution,
    Receipts,
    RecordResource,
    RequestRemoval,
    {
      provide: MailTransport,
      useFactory: () => new MailTransport(transportOptions(config)),
    },
    { provide: OIDC_OPTIONS, useFactory: () => oidcOf(config) },
    AskForLink,
    BootstrapOperator,
    ContributionRepository,
    EditContribution,
    EndorseContribution,
    FulfilPlan,
    ExchangeSession,
    IssueKey,
    KeyRepository,
    KeyUses,
    MeetingRepository,
    NetworkContacts,
    NetworkRepository,
    OidcAuthorizationRepository,
    OidcProvider,
    OpenSession,
    PersonRepository,
    PlanRepository,
    RecordDecision,
    RemindOfPlans,
    RemoveMember,
    RequestLimits,
    ReturnContribution,
    RevokeSessions,
    SessionRepository,
    SignInLinkRepository,
    SignInLog,
    SignInMailer,
    SignInMails,
    SendInvitation,
    FindContacts,
    SignInTokens,
    SignInWithLink,
    SignInWithOidc,
    SigningKeyRepository,
    SigningKeys,
    SubmitContribution,
    TakeInContribution,
    WithdrawContribution,
  ],
});
