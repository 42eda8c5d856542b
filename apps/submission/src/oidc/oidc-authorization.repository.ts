import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { hashSecret } from '#access';
import { Database, newId, newSecret, SecretBox } from '#persistence';
import type { Binding } from './oidc-provider.ts';

interface StoredAuthorization {
  readonly _id: string;
  /** Of the secret that the asking browser's cookie holds. */
  readonly hash: string;
  readonly sealed: string;
  readonly returnTo: string | null;
  readonly expiresAt: Date;
}

const minutes = 10;

/** Sign-ins on their way through the provider. Each comes back once, in the browser where it began. */
@Injectable()
export class OidcAuthorizationRepository {
  private readonly authorizations: Model<StoredAuthorization>;

  constructor(
    database: Database,
    private readonly box: SecretBox,
  ) {
    const schema = new Schema({ _id: String }, { strict: false, strictQuery: false });
    schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    this.authorizations = database.model<StoredAuthorization>('oidc_authorizations', schema);
  }

  /** What the browser keeps meanwhile: `<id>.<secret>`. */
  async add(binding: Binding, returnTo: string | null, now: Date): Promise<string> {
    const [id, secret] = [newId(), newSecret()];
    await this.authorizations.collection.insertOne({
      _id: id,
      hash: hashSecret(secret),
      sealed: this.box.seal(JSON.stringify(binding)),
      returnTo,
      expiresAt: new Date(now.getTime() + minutes * 60_000),
    } as never);
    return `${id}.${secret}`;
  }

  /** Takes it away: null when it is too old, was taken, or is another browser's. */
  async take(written: string, now: Date): Promise<{ binding: Binding; returnTo: string | null } | null> {
    const [id = '', secret = ''] = written.split('.');
    const taken = await this.authorizations
      .findOneAndDelete({ _id: id, hash: hashSecret(secret), expiresAt: { $gt: now } } as never)
      .lean<StoredAuthorization>();
    return taken && { binding: JSON.parse(this.box.open(taken.sealed)) as Binding, returnTo: taken.returnTo };
  }
}
