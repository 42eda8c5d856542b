import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { MessagingModule } from '#messaging';
import { DatabaseModule } from '#persistence';
import { PlatformModule } from '#platform';
import type { WatchConfig } from './watch.config.ts';

@Module({})
class WatchModule {}

/** What changes in the law and in the life of networks. Its capabilities come next; it is healthy and knows its callers. */
export const watchModule = (config: WatchConfig): DynamicModule => ({
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
});
