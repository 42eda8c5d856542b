import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule, KnownNetworks } from '#access';
import { MessagingModule } from '#messaging';
import { demonstrationPolicy, OutboundHttp, productionPolicy } from '#outbound-http';
import { DatabaseModule, Leases } from '#persistence';
import { PlatformModule } from '#platform';
import { AlertsController } from './alerts/alerts.controller.ts';
import { KeywordAlerts } from './alerts/keyword-alerts.ts';
import { CaptureController } from './capture/capture.controller.ts';
import { CaptureItem } from './capture/capture-item.ts';
import { CaptureMail } from './capture/capture-mail.ts';
import { CitationsController } from './citations/citations.controller.ts';
import { ItemsController } from './desk/items.controller.ts';
import { RecordDecision } from './desk/record-decision.ts';
import { SelectItem } from './desk/select-item.ts';
import { SortItem } from './desk/sort-item.ts';
import { ChangedTextRepository } from './impacts/changed-text.repository.ts';
import { CitedResources } from './impacts/cited-resources.ts';
import { FindImpacts } from './impacts/find-impacts.ts';
import { KeepCitedResources } from './impacts/keep-cited-resources.ts';
import { HeedDeletions } from './items/heed-deletions.ts';
import { ItemRepository } from './items/item.repository.ts';
import { TakeIn } from './items/take-in.ts';
import { UpdateItem } from './items/update-item.ts';
import { RememberNetworks } from './networks/remember-networks.ts';
import { Watchers } from './notices/watchers.ts';
import { HealthNotices } from './polling/health-notices.ts';
import { HostTurns } from './polling/host-turns.ts';
import { PollSource } from './polling/poll-source.ts';
import { POLLING, PollSources, politePolling } from './polling/poll-sources.ts';
import { PollingSwitch } from './polling/polling-switch.ts';
import { Readers } from './polling/readers.ts';
import { StateRepository } from './polling/state.repository.ts';
import { GetDocument } from './reading/get-document.ts';
import { ReadJorf } from './reading/jorf/read-jorf.ts';
import { PISTE, type PisteAccount, PisteClient } from './reading/legifrance/piste-client.ts';
import { ReadLegifrance } from './reading/legifrance/read-legifrance.ts';
import { ReadFeed } from './reading/read-feed.ts';
import { ReadWebPage } from './reading/read-web-page.ts';
import { ChangeRules } from './rules/change-rules.ts';
import { Rulebook } from './rules/rulebook.ts';
import { RulesController } from './rules/rules.controller.ts';
import { ChangeSource } from './sources/change-source.ts';
import { OpmlController } from './sources/opml.controller.ts';
import { RegisterSource } from './sources/register-source.ts';
import { SHIPPED_ARE_ENABLED, ShipSources } from './sources/ship-sources.ts';
import { SourceRepository } from './sources/source.repository.ts';
import { OUTBOUND_POLICY } from './sources/source-address.ts';
import { SourcesController } from './sources/sources.controller.ts';
import type { WatchConfig } from './watch.config.ts';
import { AskHubs, ORIGIN } from './websub/ask-hubs.ts';
import { HubSubscriptions } from './websub/subscriptions.ts';
import { WebSubController } from './websub/websub.controller.ts';

@Module({})
class WatchModule {}

/** What changes in the law and in the life of networks: read politely, sorted by people, handed to the committee. */
export const watchModule = (config: WatchConfig): DynamicModule => {
  const isProduction = config.ESSAIM_MODE === 'production';
  const policy = { ...(isProduction ? productionPolicy : demonstrationPolicy), allowHttp: true };
  return {
    module: WatchModule,
    imports: [
      DatabaseModule.forRoot({ uri: config.ESSAIM_MONGODB_URI, name: config.ESSAIM_MONGODB_DATABASE }),
      MessagingModule.forRoot({
        service: 'watch',
        url: config.ESSAIM_NATS_URL,
        user: config.ESSAIM_NATS_USER,
        password: config.ESSAIM_NATS_PASSWORD,
        replicas: config.ESSAIM_NATS_REPLICAS,
      }),
      PlatformModule,
      AccessModule.forRoot('watch', { mode: config.ESSAIM_MODE, origin: config.ESSAIM_ORIGIN }),
    ],
    controllers: [
      AlertsController,
      CaptureController,
      CitationsController,
      ItemsController,
      OpmlController,
      RulesController,
      SourcesController,
      WebSubController,
    ],
    providers: [
      { provide: OUTBOUND_POLICY, useValue: policy },
      { provide: SHIPPED_ARE_ENABLED, useValue: isProduction },
      { provide: ORIGIN, useValue: config.ESSAIM_ORIGIN },
      { provide: PISTE, useValue: pisteAccountOf(config) },
      { provide: POLLING, useValue: politePolling },
      {
        provide: OutboundHttp,
        useFactory: () => new OutboundHttp(policy, { userAgent: `Essaim/0.1 (+${config.ESSAIM_ORIGIN})` }),
      },
      CaptureItem,
      CaptureMail,
      ChangedTextRepository,
      ChangeRules,
      ChangeSource,
      CitedResources,
      FindImpacts,
      GetDocument,
      HealthNotices,
      HeedDeletions,
      HostTurns,
      ItemRepository,
      KeywordAlerts,
      KeepCitedResources,
      KnownNetworks,
      Leases,
      HubSubscriptions,
      AskHubs,
      PisteClient,
      PollSource,
      PollSources,
      PollingSwitch,
      ReadFeed,
      ReadJorf,
      ReadLegifrance,
      ReadWebPage,
      Readers,
      RecordDecision,
      RegisterSource,
      RememberNetworks,
      Rulebook,
      SelectItem,
      ShipSources,
      SortItem,
      SourceRepository,
      StateRepository,
      TakeIn,
      UpdateItem,
      Watchers,
    ],
  };
};

const pisteAccountOf = (config: WatchConfig): PisteAccount => {
  const { ESSAIM_PISTE_CLIENT_ID: clientId, ESSAIM_PISTE_CLIENT_SECRET: clientSecret } = config;
  return clientId && clientSecret ? { clientId, clientSecret, tokenUrl: config.ESSAIM_PISTE_TOKEN_URL } : null;
};
