import { type DynamicModule, Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { PlatformModule } from '#platform';
import { Pages } from './pages/pages.ts';
import { ProblemPages } from './pages/problem-pages.filter.ts';
import type { PortalConfig } from './portal.config.ts';
import { Catalogue } from './resources/catalogue.ts';
import { HomeController } from './resources/home.controller.ts';
import { ResourcesController } from './resources/resources.controller.ts';

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
  controllers: [HomeController, ResourcesController],
  providers: [{ provide: Catalogue.ORIGIN, useValue: config.ESSAIM_DISSEMINATION_URL }, Catalogue, Pages, ProblemPages],
});
