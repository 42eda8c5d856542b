import { Injectable } from '@nestjs/common';
import { type Announced, keyIssued, keyRevoked, memberChanged } from '#contracts';
import { OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { KeyRing } from './key-ring.ts';

@Injectable()
export class RememberKeys implements WritesReadModel {
  constructor(private readonly ring: KeyRing) {}

  @OnEvent(keyIssued, keyRevoked)
  async whenKeyChanged(event: Announced<typeof keyIssued> | Announced<typeof keyRevoked>): Promise<void> {
    const { data, aggregateVersion: v } = event;
    const { keyId, ...facts } = data;
    await putIfNewer(this.ring.keys, { _id: keyId, v, ...facts, revoked: event.type === keyRevoked.type });
  }

  /** All but when they were used, which no event tells: without its hash a key opens nothing. */
  async forget(): Promise<void> {
    const told = { hash: '', principal: '', grants: '', selfEndorsing: '', expiresAt: '', revoked: '' };
    await this.ring.keys.collection.updateMany({}, { $set: { v: 0 }, $unset: told } as never);
  }
}

@Injectable()
export class RememberMembers implements WritesReadModel {
  constructor(private readonly ring: KeyRing) {}

  @OnEvent(memberChanged)
  async whenMemberChanged({ data, aggregateVersion: v }: Announced<typeof memberChanged>): Promise<void> {
    await putIfNewer(this.ring.members, { _id: data.personId, v, grants: data.grants });
  }

  async forget(): Promise<void> {
    await this.ring.members.deleteMany();
  }
}
