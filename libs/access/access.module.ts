import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, RouterModule } from '@nestjs/core';
import type { ServiceName } from '#contracts';
import { AccessGuard } from './access.guard.ts';
import { ACCESS_OPTIONS, type AccessOptions } from './access.options.ts';
import { DeadLettersController } from './dead-letters.controller.ts';
import { KeyRing } from './key-ring.ts';
import { keyUsesController } from './key-uses.controller.ts';
import { OperationsController } from './operations.controller.ts';
import { RememberKeys, RememberMembers } from './remember-access.ts';
import { RememberRevokedSessions, RememberSigningKeys } from './remember-sessions.ts';
import { TokenRing } from './token-ring.ts';

@Module({ controllers: [DeadLettersController, OperationsController] })
class OperatorModule {}

/** Who may do what, checked in the service itself. */
@Global()
@Module({})
export class AccessModule {
  static forRoot(service: ServiceName, options: AccessOptions): DynamicModule {
    return {
      module: AccessModule,
      imports: [OperatorModule, RouterModule.register([{ path: `api/v1/${service}`, module: OperatorModule }])],
      controllers: keyUsesController(service),
      providers: [
        { provide: ACCESS_OPTIONS, useValue: options },
        { provide: APP_GUARD, useClass: AccessGuard },
        KeyRing,
        RememberKeys,
        RememberMembers,
        RememberRevokedSessions,
        RememberSigningKeys,
        TokenRing,
      ],
      exports: [KeyRing, TokenRing, ACCESS_OPTIONS],
    };
  }
}
