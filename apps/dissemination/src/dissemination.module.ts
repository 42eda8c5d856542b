import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { MailTransport, transportOptions } from '#mail';
import { MessagingModule } from '#messaging';
import { demonstrationPolicy, OutboundHttp, productionPolicy } from '#outbound-http';
import { Database, DatabaseModule, Leases, SecretBox } from '#persistence';
import { PlatformModule } from '#platform';
import { CalendarsController } from './calendars/calendars.controller.ts';
import { KeepMeetings } from './calendars/keep-meetings.ts';
import { MeetingRepository } from './calendars/meeting.repository.ts';
import { AnnouncementRepository } from './catalogue/announcement.repository.ts';
import { AnnouncementsController } from './catalogue/announcements.controller.ts';
import { CatalogueRepository } from './catalogue/catalogue.repository.ts';
import { CatalogueChanges } from './catalogue/catalogue-changes.ts';
import { FindResource } from './catalogue/find-resource.ts';
import { KeepCatalogue } from './catalogue/keep-catalogue.ts';
import { ResourcesController } from './catalogue/resources.controller.ts';
import { VersionsController } from './catalogue/versions.controller.ts';
import { ChannelSwitch } from './channels/channel-switch.ts';
import { ChannelsController } from './channels/channels.controller.ts';
import { DirectoryController } from './directory/directory.controller.ts';
import { KeepNetworks } from './directory/keep-networks.ts';
import { NetworkRepository } from './directory/network.repository.ts';
import type { DisseminationConfig } from './dissemination.config.ts';
import { EmbeddingController } from './embedding/embedding.controller.ts';
import { ExportResources } from './exports/export-resources.ts';
import { ExportsController } from './exports/exports.controller.ts';
import { Sitemap } from './exports/sitemap.ts';
import { FeedCache } from './feeds/feed-cache.ts';
import { FeedsController } from './feeds/feeds.controller.ts';
import { KnownFeeds } from './feeds/known-feeds.ts';
import { LedgerRepository } from './ledger/ledger.repository.ts';
import { ComposeLetters } from './newsletters/compose-letters.ts';
import { DigestsController } from './newsletters/digests/digests.controller.ts';
import { GatherNews } from './newsletters/digests/gather-news.ts';
import { MOST_ALONE } from './newsletters/digests/gathering.ts';
import { MakeDigests } from './newsletters/digests/make-digests.ts';
import { TellingRepository } from './newsletters/digests/telling.repository.ts';
import { ArchiveController } from './newsletters/issues/archive.controller.ts';
import { EditIssue } from './newsletters/issues/edit-issue.ts';
import { IssueRepository } from './newsletters/issues/issue.repository.ts';
import { IssuesController } from './newsletters/issues/issues.controller.ts';
import { KeepLetters } from './newsletters/issues/keep-letters.ts';
import { ReleaseIssue } from './newsletters/issues/release-issue.ts';
import { SendIssues } from './newsletters/issues/send-issues.ts';
import { TryIssue } from './newsletters/issues/try-issue.ts';
import { MailComposer } from './newsletters/mail-composer.ts';
import { MailQueue } from './newsletters/mail-queue.ts';
import { PlanMails } from './newsletters/plan-mails.ts';
import { FlightLogRepository } from './newsletters/sending/flight-log.repository.ts';
import { MailRows } from './newsletters/sending/mail-rows.ts';
import { MailSender } from './newsletters/sending/mail-sender.ts';
import { paceRulesOf } from './newsletters/sending/pace.ts';
import { Pacing } from './newsletters/sending/pacing.ts';
import { TakeOver } from './newsletters/sending/take-over.ts';
import { ChangePreferences } from './newsletters/subscribers/change-preferences.ts';
import { ConfirmSubscription } from './newsletters/subscribers/confirm-subscription.ts';
import { ExportSubject } from './newsletters/subscribers/export-subject.ts';
import { ForgetUnconfirmed } from './newsletters/subscribers/forget-unconfirmed.ts';
import { ImportSubscribers } from './newsletters/subscribers/import-subscribers.ts';
import { Leave } from './newsletters/subscribers/leave.ts';
import { NewsletterTokens } from './newsletters/subscribers/newsletter-tokens.ts';
import { NewslettersController } from './newsletters/subscribers/newsletters.controller.ts';
import { PreferencesController } from './newsletters/subscribers/preferences.controller.ts';
import { Subscribe } from './newsletters/subscribers/subscribe.ts';
import { SubscriberRepository } from './newsletters/subscribers/subscriber.repository.ts';
import { SubscribersController } from './newsletters/subscribers/subscribers.controller.ts';
import { SubscriptionLimits } from './newsletters/subscribers/subscription-limits.ts';
import { SuppressionRepository } from './newsletters/subscribers/suppression.repository.ts';
import { TakeNameOff } from './newsletters/take-name-off.ts';
import { NoticeChoiceRepository } from './notices/choice.repository.ts';
import { NoticeChoicesController } from './notices/choices.controller.ts';
import { ComposeNotices } from './notices/compose-notices.ts';
import { ForgetMember } from './notices/forget-member.ts';
import {
  HearEditorialNotices,
  HearEndpointNotices,
  HearSubmissionNotices,
  HearWatchNotices,
} from './notices/hear-notices.ts';
import { NoticeRepository } from './notices/notice.repository.ts';
import { DIGEST_RHYTHM, PlanDigests } from './notices/plan-digests.ts';
import { PlanNotices } from './notices/plan-notices.ts';
import { Recipients } from './notices/recipients.ts';
import { SettleCaseNotices, SettleFramingNotices } from './notices/settle-notices.ts';
import { ToldMember } from './notices/told-member.ts';
import { AnswerHarvester } from './oai/answer-harvester.ts';
import { OaiController } from './oai/oai.controller.ts';
import { OaiRepository } from './oai/oai.repository.ts';
import { PublicOrigin } from './public-origin.ts';
import { BounceRepository } from './returns/bounce.repository.ts';
import { HandleReturn } from './returns/handle-return.ts';
import { mailboxAt } from './returns/imap-mailbox.ts';
import { MailReturns } from './returns/mail-returns.ts';
import { ReadMailbox } from './returns/read-mailbox.ts';
import { Readers } from './returns/readers.ts';
import { ReturnAddresses } from './returns/return-addresses.ts';
import { intakeAt, ReturnIntake } from './returns/return-intake.ts';
import { FileTexts } from './search/file-texts.ts';
import { LiveShelf } from './search/live-shelf.ts';
import { SearchController } from './search/search.controller.ts';
import { SearchResources } from './search/search-resources.ts';
import { AdmitAddress } from './webhooks/endpoints/admit-address.ts';
import { CreateEndpoint } from './webhooks/endpoints/create-endpoint.ts';
import { EditEndpoint } from './webhooks/endpoints/edit-endpoint.ts';
import { EndpointRepository } from './webhooks/endpoints/endpoint.repository.ts';
import { EndpointsController } from './webhooks/endpoints/endpoints.controller.ts';
import { NetworkKeysController } from './webhooks/endpoints/network-keys.controller.ts';
import { NetworkKeys } from './webhooks/endpoints/network-keys.ts';
import { OwnEndpoint } from './webhooks/endpoints/own-endpoint.ts';
import { RotateSecret } from './webhooks/endpoints/rotate-secret.ts';
import { WEBHOOK_POLICY } from './webhooks/endpoints/webhook-policy.ts';
import { Announcer } from './webhooks/events/announcer.ts';
import { EventTypesController } from './webhooks/events/event-types.controller.ts';
import { PlanWebhooks } from './webhooks/events/plan-webhooks.ts';
import { Producers, RememberProducers } from './webhooks/events/producers.ts';
import { DeliveriesController } from './webhooks/log/deliveries.controller.ts';
import { DeliveriesView } from './webhooks/log/deliveries.view.ts';
import { ReplayEndpoint } from './webhooks/log/replay-endpoint.ts';
import { TrimLog } from './webhooks/log/trim-log.ts';
import { Causes } from './webhooks/sending/causes.ts';
import { Credentials } from './webhooks/sending/credentials.ts';
import { DeliveryMarks } from './webhooks/sending/delivery-marks.ts';
import { DepartureRepository } from './webhooks/sending/departure.repository.ts';
import { FairShare } from './webhooks/sending/fair-share.ts';
import { HealthRepository } from './webhooks/sending/health.repository.ts';
import { PostWebhook } from './webhooks/sending/post-webhook.ts';
import { QueueTest } from './webhooks/sending/queue-test.ts';
import { WebhookDispatcher } from './webhooks/sending/webhook-dispatcher.ts';
import { AskHub } from './websub/ask-hub.ts';
import { HubController } from './websub/hub.controller.ts';
import { HubRepository } from './websub/hub.repository.ts';
import { HUB_POLICY } from './websub/hub-policy.ts';
import { HubSender } from './websub/hub-sender.ts';
import { PlanHub } from './websub/plan-hub.ts';
import { ReachSubscriber } from './websub/reach-subscriber.ts';

@Module({})
class DisseminationModule {}

/** Who hears of it: the catalogue, feeds, newsletters and webhooks. */
export const disseminationModule = (config: DisseminationConfig): DynamicModule => {
  const policy = config.ESSAIM_MODE === 'production' ? productionPolicy : demonstrationPolicy;
  return {
    module: DisseminationModule,
    imports: [
      DatabaseModule.forRoot({ uri: config.ESSAIM_MONGODB_URI, name: config.ESSAIM_MONGODB_DATABASE }),
      MessagingModule.forRoot({
        service: 'dissemination',
        url: config.ESSAIM_NATS_URL,
        user: config.ESSAIM_NATS_USER,
        password: config.ESSAIM_NATS_PASSWORD,
        replicas: config.ESSAIM_NATS_REPLICAS,
      }),
      PlatformModule,
      AccessModule.forRoot('dissemination', { mode: config.ESSAIM_MODE, origin: config.ESSAIM_ORIGIN }),
    ],
    controllers: [
      AnnouncementsController,
      ArchiveController,
      CalendarsController,
      ChannelsController,
      DeliveriesController,
      DigestsController,
      DirectoryController,
      EmbeddingController,
      EndpointsController,
      ExportsController,
      EventTypesController,
      NetworkKeysController,
      FeedsController,
      HubController,
      IssuesController,
      NewslettersController,
      NoticeChoicesController,
      OaiController,
      PreferencesController,
      ResourcesController,
      SearchController,
      SubscribersController,
      VersionsController,
    ],
    providers: [
      {
        provide: MailTransport,
        useFactory: () => new MailTransport(transportOptions(config)),
      },
      {
        provide: Pacing,
        useFactory: (database: Database) => new Pacing(database, paceRulesOf(config)),
        inject: [Database],
      },
      { provide: OutboundHttp, useFactory: () => new OutboundHttp(policy) },
      { provide: PublicOrigin, useFactory: () => new PublicOrigin(config.ESSAIM_ORIGIN) },
      { provide: SecretBox, useFactory: () => new SecretBox(config.ESSAIM_SECRET_KEYS) },
      { provide: MOST_ALONE, useValue: config.ESSAIM_MAILS_ALONE },
      { provide: DIGEST_RHYTHM, useValue: config.ESSAIM_MODE === 'demonstration' ? 'minutely' : 'daily' },
      {
        provide: ReturnAddresses,
        useFactory: (box: SecretBox) => new ReturnAddresses(box, config.ESSAIM_MAIL_RETURN ?? null),
        inject: [SecretBox],
      },
      {
        provide: ReturnIntake,
        useFactory: (addresses: ReturnAddresses, handleReturn: HandleReturn) =>
          new ReturnIntake(intakeAt(config.ESSAIM_MAIL_INTAKE), addresses, handleReturn),
        inject: [ReturnAddresses, HandleReturn],
      },
      {
        provide: ReadMailbox,
        useFactory: (addresses: ReturnAddresses, handleReturn: HandleReturn, leases: Leases, database: Database) =>
          new ReadMailbox(mailboxAt(config.ESSAIM_MAIL_INBOX), addresses, handleReturn, leases, database),
        inject: [ReturnAddresses, HandleReturn, Leases, Database],
      },
      { provide: HUB_POLICY, useValue: policy },
      { provide: WEBHOOK_POLICY, useValue: policy },
      AnnouncementRepository,
      AnswerHarvester,
      AskHub,
      CatalogueChanges,
      BounceRepository,
      ComposeNotices,
      HandleReturn,
      MailReturns,
      Readers,
      SuppressionRepository,
      HearEditorialNotices,
      HearEndpointNotices,
      HearSubmissionNotices,
      HearWatchNotices,
      ForgetMember,
      NoticeChoiceRepository,
      ToldMember,
      NoticeRepository,
      PlanDigests,
      PlanNotices,
      Recipients,
      SettleCaseNotices,
      SettleFramingNotices,
      CatalogueRepository,
      AdmitAddress,
      CreateEndpoint,
      Causes,
      DeliveryMarks,
      DepartureRepository,
      EndpointRepository,
      ExportResources,
      FairShare,
      FeedCache,
      KnownFeeds,
      FileTexts,
      FindResource,
      HubRepository,
      HubSender,
      KeepCatalogue,
      KeepMeetings,
      KeepNetworks,
      Leases,
      LedgerRepository,
      LiveShelf,
      MailComposer,
      MailQueue,
      MailRows,
      MailSender,
      FlightLogRepository,
      TakeOver,
      MeetingRepository,
      NetworkRepository,
      NewsletterTokens,
      OaiRepository,
      PlanHub,
      PlanMails,
      TakeNameOff,
      PlanWebhooks,
      PostWebhook,
      ReachSubscriber,
      SearchResources,
      Sitemap,
      QueueTest,
      Credentials,
      HealthRepository,
      Announcer,
      Producers,
      RememberProducers,
      EditEndpoint,
      OwnEndpoint,
      DeliveriesView,
      RotateSecret,
      NetworkKeys,
      ReplayEndpoint,
      TrimLog,
      ChangePreferences,
      ChannelSwitch,
      ComposeLetters,
      ConfirmSubscription,
      ExportSubject,
      ForgetUnconfirmed,
      EditIssue,
      GatherNews,
      ImportSubscribers,
      IssueRepository,
      KeepLetters,
      ReleaseIssue,
      SendIssues,
      TryIssue,
      Leave,
      MakeDigests,
      Subscribe,
      SubscriberRepository,
      SubscriptionLimits,
      TellingRepository,
      WebhookDispatcher,
    ],
  };
};
