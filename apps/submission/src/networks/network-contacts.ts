import { Injectable } from '@nestjs/common';
import { announce, submissionNoticeRequested } from '#contracts';
import { InvalidFields, NotFound } from '#platform';
import { AtlasRepository } from '../atlas/atlas.repository.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { NetworkNotFound } from './network.problems.ts';
import { NetworkRepository } from './network.repository.ts';
import { contactId, type NetworkContact } from './network.ts';

/** How networks are reached, for as long as those concerned agree to be shown. */
@Injectable()
export class NetworkContacts {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly atlas: AtlasRepository,
    private readonly people: PersonRepository,
  ) {}

  /** Whoever it is about asks that it no longer be shown: at once, and for good, in the atlas too. */
  async optOut(network: string, contact: string, now: Date): Promise<void> {
    await this.networks.store.change(async () => {
      const seen = await this.networks.find(network);
      if (!seen) throw new NetworkNotFound();
      const { contacts = [] } = seen;
      const found = contacts.find((each) => contactId(each) === contact);
      if (!found) throw new NotFound();
      await this.atlas.suppress({ email: found.email ?? null, phone: found.phone ?? null }, now);
      const facts = { networkId: seen._id, name: seen.name };
      const notices = (await this.people.facilitatorsOf(seen._id)).map((personId) =>
        announce(submissionNoticeRequested, { personId, kind: 'atlas.opted-out', urgency: 'digest', facts }),
      );
      const kept = contacts.filter((each) => each !== found);
      await this.networks.change(seen, { contacts: kept }, now, ...notices);
    });
  }

  /** @throws InvalidFields naming what was asked not to be shown */
  async refuseSuppressed(contacts: readonly NetworkContact[]): Promise<void> {
    const said = contacts.flatMap(({ email, phone }, index) => [
      { pointer: `/contacts/${index}/email`, value: email },
      { pointer: `/contacts/${index}/phone`, value: phone },
    ]);
    for (const { pointer, value } of said) {
      if (!value || !(await this.atlas.isSuppressed(value))) continue;
      const fr = 'La personne concernée a demandé que ces coordonnées ne figurent plus dans l’annuaire.';
      const detail = { fr, en: 'The person concerned asked that this no longer be in the directory.' };
      throw new InvalidFields([{ pointer, code: 'opted-out', detail }]);
    }
  }
}
