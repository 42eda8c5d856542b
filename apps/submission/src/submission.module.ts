import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { MailTransport } from '#mail';
import { MessagingModule } from '#messaging';
import { DatabaseModule, SecretBox } from '#persistence';
import { PlatformModule } from '#platform';
import { ContributionRepository } from './contributions/contribution.repository.ts';
import { ContributionsController } from './contributions/contributions.controller.ts';
import { EditContribution } from './contributions/edit-contribution.ts';
import { EndorseContribution } from './contributions/endorse-contribution.ts';
import { RecordDecision } from './contributions/record-decision.ts';
import { ReturnContribution } from './contributions/return-contribution.ts';
import { SubmitContribution } from './contributions/submit-contribution.ts';
import { TakeInContribution } from './contributions/take-in-contribution.ts';
import { WithdrawContribution } from './contributions/withdraw-contribution.ts';
import { BootstrapOperator } from './keys/bootstrap-operator.ts';
import { IssueKey } from './keys/issue-key.ts';
import { KeyRepository } from './keys/key.repository.ts';
import { KeysController } from './keys/keys.controller.ts';
import { MeController } from './keys/me.controller.ts';
import { OperatorKeysController } from './keys/operator-keys.controller.ts';
import { NetworkRepository } from './networks/network.repository.ts';
import { NetworksController } from './networks/networks.controller.ts';
import { OidcController } from './oidc/oidc.controller.ts';
import { OIDC_OPTIONS, oidcOf } from './oidc/oidc.options.ts';
import { OidcAuthorizationRepository } from './oidc/oidc-authorization.repository.ts';
import { OidcProvider } from './oidc/oidc-provider.ts';
import { SignInWithOidc } from './oidc/sign-in-with-oidc.ts';
import { AddMember } from './people/add-member.ts';
import { MembersController } from './people/members.controller.ts';
import { PersonRepository } from './people/person.repository.ts';
import { RemoveMember } from './people/remove-member.ts';
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
import { SignInController } from './sign-in/sign-in.controller.ts';
import { SignInLinkRepository } from './sign-in/sign-in-link.repository.ts';
import { SignInLogController } from './sign-in/sign-in-log.controller.ts';
import { SignInLog } from './sign-in/sign-in-log.ts';
import { SignInMailer } from './sign-in/sign-in-mailer.ts';
import { SignInTokens } from './sign-in/sign-in-tokens.ts';
import { SignInWithLink } from './sign-in/sign-in-with-link.ts';
import type { SubmissionConfig } from './submission.config.ts';
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
    ContributionsController,
    KeysController,
    MeController,
    MembersController,
    MySessionsController,
    NetworksController,
    OidcController,
    OperatorKeysController,
    SignInController,
    SignInLogController,
    SigningKeysController,
    VocabulariesController,
  ],
  providers: [
    { provide: SecretBox, useFactory: () => new SecretBox(config.ESSAIM_SECRET_KEYS) },
    { provide: BootstrapOperator.KEY, useValue: config.ESSAIM_BOOTSTRAP_KEY },
    {
      provide: MailTransport,
      useFactory: () => new MailTransport({ url: config.ESSAIM_SMTP_URL, from: config.ESSAIM_MAIL_FROM }),
    },
    { provide: OIDC_OPTIONS, useFactory: () => oidcOf(config) },
    AddMember,
    AskForLink,
    BootstrapOperator,
    ContributionRepository,
    EditContribution,
    EndorseContribution,
    ExchangeSession,
    IssueKey,
    KeyRepository,
    NetworkRepository,
    OidcAuthorizationRepository,
    OidcProvider,
    OpenSession,
    PersonRepository,
    RecordDecision,
    RemoveMember,
    RequestLimits,
    ReturnContribution,
    RevokeSessions,
    SessionRepository,
    SignInLinkRepository,
    SignInLog,
    SignInMailer,
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
