import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Database, type DatabaseOptions } from './database.ts';

@Injectable()
class DatabaseLifecycle implements OnApplicationBootstrap, OnApplicationShutdown, BeforeApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  // Repositories have declared their collections in their constructors by now.
  onApplicationBootstrap(): void {
    this.database.start();
  }

  beforeApplicationShutdown(): void {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

/** Gives a service its database. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: Database, useFactory: () => new Database(options) }, DatabaseLifecycle],
      exports: [Database],
    };
  }
}
