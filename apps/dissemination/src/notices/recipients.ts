import { Injectable } from '@nestjs/common';
import { KeyRing } from '#access';

interface Addressed {
  readonly personId?: string | null | undefined;
  readonly networkId?: string | null | undefined;
}

/** How long one waits for somebody to be known who answers for a network: members and notices come by different streams. */
const patienceMs = 60_000;

/**
 * Whom a notice is for, by id. Who does what for which network is known here for the sake of keys, without a name or an
 * address: those are asked for when a mail is written, and kept nowhere.
 */
@Injectable()
export class Recipients {
  constructor(private readonly ring: KeyRing) {}

  /** @throws when nobody answers for that network yet: later, somebody may */
  async of({ personId, networkId }: Addressed, occurredAt: string): Promise<readonly string[]> {
    if (personId) return [personId];
    if (!networkId) return [];
    const people = await this.answeringFor(networkId);
    if (people.length === 0 && Date.now() - Date.parse(occurredAt) < patienceMs) {
      throw new Error(`nobody is known who answers for network ${networkId}`);
    }
    return people;
  }

  /** Its facilitators; where there are none, its contributors. */
  private async answeringFor(network: string): Promise<string[]> {
    const facilitators = await this.withRole(network, 'facilitator');
    return facilitators.length > 0 ? facilitators : this.withRole(network, 'contributor');
  }

  private async withRole(network: string, role: string): Promise<string[]> {
    const found = await this.ring.members
      .find({ grants: { $elemMatch: { network, role } } } as never, { _id: 1 })
      .sort({ _id: 1 })
      .lean();
    return found.map(({ _id }) => _id);
  }
}
