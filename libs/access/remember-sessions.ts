import { Injectable } from '@nestjs/common';
import { type Announced, sessionRevoked, signingKeyPublished } from '#contracts';
import { OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { TokenRing } from './token-ring.ts';

@Injectable()
export class RememberSigningKeys implements WritesReadModel {
  constructor(private readonly ring: TokenRing) {}

  @OnEvent(signingKeyPublished)
  async whenPublished({ data, aggregateVersion: v }: Announced<typeof signingKeyPublished>): Promise<void> {
    const { keyId, publicKey, expiresAt } = data;
    await putIfNewer(this.ring.signingKeys, { _id: keyId, v, publicKey, expiresAt });
  }

  async forget(): Promise<void> {
    await this.ring.signingKeys.deleteMany();
  }
}

@Injectable()
export class RememberRevokedSessions implements WritesReadModel {
  constructor(private readonly ring: TokenRing) {}

  @OnEvent(sessionRevoked)
  async whenRevoked({ data, aggregateVersion: v }: Announced<typeof sessionRevoked>): Promise<void> {
    const forgetAt = new Date(data.tokensUntil);
    // Replayed long after: no token of it can be alive.
    if (forgetAt.getTime() < Date.now()) return;
    await putIfNewer(this.ring.revokedSessions, { _id: data.sessionId, v, forgetAt });
  }

  /** What is revoked stays so: forgetting it would let its tokens in until it is heard of again. */
  async forget(): Promise<void> {}
}
