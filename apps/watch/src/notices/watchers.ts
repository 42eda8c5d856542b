import { Injectable } from '@nestjs/common';
import { KeyRing } from '#access';
import { type Announcement, announce, watchNoticeRequested } from '#contracts';

export type Facts = Readonly<Record<string, string | number | string[] | null>>;
type Urgency = 'now' | 'digest';

/** Asks that somebody be told. */
export const toPerson = (personId: string, kind: string, facts: Facts, urgency: Urgency = 'digest'): Announcement =>
  announce(watchNoticeRequested, { personId, kind, urgency, facts });

/** Who answers for a source: the network that registered it, else everybody who watches. */
@Injectable()
export class Watchers {
  constructor(private readonly ring: KeyRing) {}

  async tell(network: string | null, kind: string, facts: Facts, urgency: Urgency = 'digest'): Promise<Announcement[]> {
    if (network) return [announce(watchNoticeRequested, { networkId: network, kind, urgency, facts })];
    const members = await this.ring.members.find({ 'grants.role': 'watch-editor' } as never, { _id: 1 }).lean();
    return members.map(({ _id }) => toPerson(_id, kind, facts, urgency));
  }
}
