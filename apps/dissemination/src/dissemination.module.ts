import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { MailTransport } from '#mail';
import { MessagingModule } from '#messaging';
import { demonstrationPolicy, OutboundHttp, productionPolicy } from '#outbound-http';
import { DatabaseModule, Leases, SecretBox } from '#persistence';
import { PlatformModule } from '#platform';
import { CatalogueRepository } from './catalogue/catalogue.repository.ts';
import { CatalogueChanges } from './catalogue/catalogue-changes.ts';
import { PublishEntry } from './catalogue/publish-entry.ts';
import { ResourcesController } from './catalogue/resources.controller.ts';
import type { DisseminationConfig } from './dissemination.config.ts';
import { FeedCache } from './feeds/feed-cache.ts';
import { FeedsController } from './feeds/feeds.controller.ts';
import { LedgerRepository } from './ledger/ledger.repository.ts';
import { MailComposer } from './newsletters/mail-composer.ts';
import { MailQueue } from './newsletters/mail-queue.ts';
import { MailSender } from './newsletters/mail-sender.ts';
import { NewsletterTokens } from './newsletters/newsletter-tokens.ts';
import { NewslettersController } from './newsletters/newsletters.controller.ts';
import { PlanMails } from './newsletters/plan-mails.ts';
import { Subscribe } from './newsletters/subscribe.ts';
import { SubscriptionRepository } from './newsletters/subscription.repository.ts';
import { PublicOrigin } from './public-origin.ts';
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
import { Credentials } from './webhooks/sending/credentials.ts';
import { DeliveryMarks } from './webhooks/sending/delivery-marks.ts';
import { FairShare } from './webhooks/sending/fair-share.ts';
import { HealthRepository } from './webhooks/sending/health.repository.ts';
import { PostWebhook } from './webhooks/sending/post-webhook.ts';
import { QueueTest } from './webhooks/sending/queue-test.ts';
import { WebhookDispatcher } from './webhooks/sending/webhook-dispatcher.ts';

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
      AccessModule.forRoot('dissemination', { mode: config.ESSAIM_MODE }),
    ],
    controllers: [
      DeliveriesController,
      EndpointsController,
      EventTypesController,
      NetworkKeysController,
      FeedsController,
      NewslettersController,
      ResourcesController,
    ],
    providers: [
      {
        provide: MailTransport,
        useFactory: () => new MailTransport({ url: config.ESSAIM_SMTP_URL, from: config.ESSAIM_MAIL_FROM }),
      },
      { provide: OutboundHttp, useFactory: () => new OutboundHttp(policy) },
      { provide: PublicOrigin, useFactory: () => new PublicOrigin(config.ESSAIM_ORIGIN) },
      { provide: SecretBox, useFactory: () => new SecretBox(config.ESSAIM_SECRET_KEYS) },
      { provide: WEBHOOK_POLICY, useValue: policy },
      CatalogueChanges,
      CatalogueRepository,
      CreateEndpoint,
      DeliveryMarks,
      EndpointRepository,
      FairShare,
      FeedCache,
      Leases,
      LedgerRepository,
      MailComposer,
      MailQueue,
      MailSender,
      NewsletterTokens,
      PlanMails,
      PlanWebhooks,
      PostWebhook,
      PublishEntry,
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
      Subscribe,
      SubscriptionRepository,
      WebhookDispatcher,
    ],
  };
};
