import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { MessagingModule } from '#messaging';
import { PlatformModule } from '#platform';
import { AgendaController } from './agenda/agenda.controller.ts';
import { Agenda } from './agenda/agenda.ts';
import { MeetingsController } from './agenda/meetings.controller.ts';
import { PlansController } from './agenda/plans.controller.ts';
import { AtlasController } from './atlas/atlas.controller.ts';
import { Atlas } from './atlas/atlas.ts';
import { ContactsController } from './atlas/contacts.controller.ts';
import { AssignController } from './committee/assign.controller.ts';
import { CaseController } from './committee/case.controller.ts';
import { CaseStepsController } from './committee/case-steps.controller.ts';
import { Cases } from './committee/cases.ts';
import { OpinionController } from './committee/opinion.controller.ts';
import { QueueController } from './committee/queue.controller.ts';
import { CommitteesController } from './committees/committees.controller.ts';
import { Committees } from './committees/committees.ts';
import { ComposeController } from './committees/compose.controller.ts';
import { AgreeController } from './contribute/agree.controller.ts';
import { ContributeController } from './contribute/contribute.controller.ts';
import { ContributionDesk } from './contribute/contribution-desk.ts';
import { DraftController } from './contribute/draft.controller.ts';
import { FilesController, uploadLimit } from './contribute/files.controller.ts';
import { MyContributionsController } from './contribute/my-contributions.controller.ts';
import { OwnChoices } from './contribute/own-choices.ts';
import { RemovalController } from './contribute/removal.controller.ts';
import { ReviewController } from './contribute/review.controller.ts';
import { Vocabularies } from './contribute/vocabularies.ts';
import { StyleController } from './design/style.controller.ts';
import { DevelopersController } from './developers/developers.controller.ts';
import { FamiliesController } from './families/families.controller.ts';
import { FramingController } from './framing/framing.controller.ts';
import { WeekController } from './framing/week.controller.ts';
import { HomeController } from './home/home.controller.ts';
import { ImpactsController } from './impacts/impacts.controller.ts';
import { JoinController } from './join/join.controller.ts';
import { JoinRequestsController } from './join/requests.controller.ts';
import { AdoptionController } from './later-life/adoption.controller.ts';
import { FeedbackController } from './later-life/feedback.controller.ts';
import { LabelController } from './later-life/label.controller.ts';
import { ModerationController } from './later-life/moderation.controller.ts';
import { Reception } from './later-life/reception.ts';
import { RecordController } from './later-life/record.controller.ts';
import { RequestsController } from './later-life/requests.controller.ts';
import { TrialsController } from './later-life/trials.controller.ts';
import { LegalController, publisher } from './legal/legal.controller.ts';
import { conformity } from './legal/publisher.config.ts';
import { LettersController } from './letters/letters.controller.ts';
import { MyPageController } from './me/my-page.controller.ts';
import { MySessionsController } from './me/my-sessions.controller.ts';
import { CardController } from './networks/card.controller.ts';
import { Directory } from './networks/directory.ts';
import { ManagedListController } from './networks/managed-list.controller.ts';
import { NetworksController } from './networks/networks.controller.ts';
import { NewsController } from './news/news.controller.ts';
import { Pages } from './pages/pages.ts';
import { ProblemPages } from './pages/problem-pages.filter.ts';
import { ShowPages } from './pages/show-pages.interceptor.ts';
import { type Site, siteFacts } from './pages/site.ts';
import { KeysController } from './people/keys.controller.ts';
import { ManagedNetworks } from './people/managed-networks.ts';
import { MembersController } from './people/members.controller.ts';
import { type PortalConfig, upstreamOrigins } from './portal.config.ts';
import { ProposeController } from './propose/propose.controller.ts';
import { bodyLimitAt } from './proxy/body-limit.ts';
import { Catalogue } from './resources/catalogue.ts';
import { ResourcesController } from './resources/resources.controller.ts';
import { AuditController } from './rules/audit.controller.ts';
import { EditRulesController } from './rules/edit-rules.controller.ts';
import { ProductionController } from './rules/production.controller.ts';
import { RulesController } from './rules/rules.controller.ts';
import { SearchController } from './search/search.controller.ts';
import { ChannelsController } from './sendings/channels.controller.ts';
import { LettersDeskController } from './sendings/letters.controller.ts';
import { Services } from './services/services.ts';
import { MoveSessionController } from './sessions/move-session.controller.ts';
import { SessionDocumentsController } from './sessions/session-documents.controller.ts';
import { SessionStepsController } from './sessions/session-steps.controller.ts';
import { SessionsController } from './sessions/sessions.controller.ts';
import { ActingApi } from './sign-in/acting-api.ts';
import { Downloads } from './sign-in/downloads.ts';
import { OidcController } from './sign-in/oidc.controller.ts';
import { SignInCookies } from './sign-in/session-cookie.ts';
import { SignInController } from './sign-in/sign-in.controller.ts';
import { SignInDesk } from './sign-in/sign-in-desk.ts';
import { SignOutController } from './sign-in/sign-out.controller.ts';
import { Visitors } from './sign-in/visitors.ts';
import { SiteMapController } from './site-map/site-map.controller.ts';
import { SubscriptionsController } from './subscriptions/subscriptions.controller.ts';
import { VerificationController } from './verification/verification.controller.ts';
import { CaptureController } from './watch/capture.controller.ts';
import { ChangesController } from './watch/changes.controller.ts';
import { ChooseController } from './watch/choose.controller.ts';
import { DeskController } from './watch/desk.controller.ts';
import { ItemController } from './watch/item.controller.ts';
import { WatchRulesController } from './watch/rules.controller.ts';
import { SourcesController } from './watch/sources.controller.ts';
import { ChooseNetworkController } from './webhooks/choose-network.controller.ts';
import { DeliveriesPagesController } from './webhooks/deliveries.controller.ts';
import { EditEndpointController } from './webhooks/edit-endpoint.controller.ts';
import { EndpointController } from './webhooks/endpoint.controller.ts';
import { EndpointPage } from './webhooks/endpoint-page.ts';
import { Endpoints } from './webhooks/endpoints.ts';
import { WebhooksController } from './webhooks/webhooks.controller.ts';

@Module({})
class PortalModule {}

/** The website. What it passes on to the other services is in `portal.options.ts`. */
export const portalModule = (config: PortalConfig): DynamicModule => ({
  module: PortalModule,
  imports: [
    PlatformModule,
    MessagingModule.forAsking({
      service: 'portal',
      url: config.ESSAIM_NATS_URL,
      user: config.ESSAIM_NATS_USER,
      password: config.ESSAIM_NATS_PASSWORD,
      replicas: config.ESSAIM_NATS_REPLICAS,
    }),
  ],
  controllers: [
    AdoptionController,
    AgendaController,
    AgreeController,
    AssignController,
    CardController,
    AtlasController,
    ContactsController,
    ContributeController,
    DevelopersController,
    ReviewController,
    FilesController,
    DraftController,
    FamiliesController,
    FramingController,
    HomeController,
    JoinController,
    ImpactsController,
    JoinRequestsController,
    KeysController,
    LegalController,
    LettersController,
    ChannelsController,
    LettersDeskController,
    ManagedListController,
    MeetingsController,
    MembersController,
    MyContributionsController,
    AuditController,
    CaseController,
    CaseStepsController,
    CommitteesController,
    ComposeController,
    EditRulesController,
    FeedbackController,
    LabelController,
    ModerationController,
    MoveSessionController,
    MyPageController,
    MySessionsController,
    NetworksController,
    NewsController,
    OidcController,
    PlansController,
    ProductionController,
    ProposeController,
    OpinionController,
    QueueController,
    RecordController,
    RemovalController,
    RequestsController,
    ResourcesController,
    RulesController,
    SearchController,
    SessionDocumentsController,
    SessionStepsController,
    SessionsController,
    SignInController,
    SignOutController,
    SiteMapController,
    StyleController,
    SubscriptionsController,
    WeekController,
    TrialsController,
    VerificationController,
    ChooseNetworkController,
    DeliveriesPagesController,
    WebhooksController,
    EditEndpointController,
    EndpointController,
    CaptureController,
    ChooseController,
    DeskController,
    ItemController,
    SourcesController,
    ChangesController,
    WatchRulesController,
  ],
  providers: [
    { provide: Services.ORIGINS, useValue: upstreamOrigins(config) },
    { provide: publisher, useValue: config },
    { provide: siteFacts, useValue: siteOf(config) },
    { provide: APP_INTERCEPTOR, useClass: ShowPages },
    { provide: SignInCookies, useValue: new SignInCookies(config.ESSAIM_ORIGIN) },
    ActingApi,
    Agenda,
    Atlas,
    Cases,
    Catalogue,
    ContributionDesk,
    Directory,
    ManagedNetworks,
    OwnChoices,
    Pages,
    ProblemPages,
    Downloads,
    EndpointPage,
    Endpoints,
    Committees,
    Reception,
    Services,
    SignInDesk,
    Visitors,
    Vocabularies,
    {
      provide: uploadLimit,
      useValue: bodyLimitAt('POST', '/api/v1/contributions/x/attachments', config.ESSAIM_UPLOAD_MEGABYTES),
    },
  ],
});

const siteOf = (config: PortalConfig): Site => ({
  origin: config.ESSAIM_ORIGIN,
  accessibility: conformity[config.ESSAIM_ACCESSIBILITY],
  contact: config.ESSAIM_PUBLISHER_EMAIL,
});
