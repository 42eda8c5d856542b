import { Inject, Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { hashSecret, readApiKey } from '#access';
import { Database, isDuplicateKey } from '#persistence';
import { PersonRepository } from '../people/person.repository.ts';
import { KeyRepository } from './key.repository.ts';

const operatorId = 'operator';

/** Makes the first operator's key known, once: with it, everything else goes through the API. */
@Injectable()
export class BootstrapOperator implements OnApplicationBootstrap {
  static readonly KEY = Symbol('bootstrap key');
  private readonly logger = new Logger(BootstrapOperator.name);

  constructor(
    @Optional() @Inject(BootstrapOperator.KEY) private readonly key: string | undefined,
    private readonly database: Database,
    private readonly keys: KeyRepository,
    private readonly people: PersonRepository,
  ) {}

  onApplicationBootstrap(): void {
    const key = this.key && readApiKey(this.key);
    if (key) void this.database.ready.then(() => this.registerForSure(key.id, key.secret));
  }

  /** The database may go away just then: tried until it is done. */
  private async registerForSure(id: string, secret: string): Promise<void> {
    try {
      await this.register(id, secret);
    } catch (error) {
      this.logger.warn({ error, msg: 'the first operator key is not known yet' });
      setTimeout(() => void this.registerForSure(id, secret), 1_000).unref();
    }
  }

  private async register(id: string, secret: string): Promise<void> {
    const now = new Date();
    const known = await this.keys.store.find(id);
    if (known) return;
    const ignoreKnown = (error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    };
    await this.people
      .add(
        { _id: operatorId, name: 'Exploitation', email: 'exploitation@localhost', grants: [{ role: 'operator' }] },
        now,
      )
      .catch(ignoreKnown);
    await this.keys
      .add(
        {
          _id: id,
          name: 'bootstrap',
          network: null,
          principal: { kind: 'person', id: operatorId },
          hash: hashSecret(secret),
          grants: [],
          selfEndorsing: false,
          issuedAt: now.toISOString(),
          expiresAt: null,
          revokedAt: null,
        },
        now,
      )
      .catch(ignoreKnown);
    this.logger.log('the first operator key is known');
  }
}
