import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { MessagingModule } from '#messaging';
import { DatabaseModule } from '#persistence';
import { PlatformModule } from '#platform';
import { CaseRepository } from './cases/case.repository.ts';
import { CasesController } from './cases/cases.controller.ts';
import { CloseWithdrawnCase } from './cases/close-withdrawn-case.ts';
import { DecideCase } from './cases/decide-case.ts';
import { DecideDueCases } from './cases/decide-due-cases.ts';
import { OpenCase } from './cases/open-case.ts';
import { RecordOpinion } from './cases/record-opinion.ts';
import { RecordVerification } from './cases/record-verification.ts';
import { Seats } from './cases/seats.ts';
import type { EditorialConfig } from './editorial.config.ts';
import { KnownNetworks, RememberNetworks } from './networks/remember-networks.ts';
import { Policies } from './policy/policies.ts';
import { PolicyController } from './policy/policy.controller.ts';
import { PublishResource } from './resources/publish-resource.ts';
import { ResourceRepository } from './resources/resource.repository.ts';

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
  controllers: [CasesController, PolicyController],
  providers: [
    { provide: Policies.MODE, useValue: config.ESSAIM_MODE },
    CaseRepository,
    CloseWithdrawnCase,
    DecideCase,
    DecideDueCases,
    KnownNetworks,
    OpenCase,
    Policies,
    PublishResource,
    RecordOpinion,
    RecordVerification,
    RememberNetworks,
    ResourceRepository,
    Seats,
  ],
});
