import { Injectable } from '@nestjs/common';
import { announce, type NoticeKind, submissionNoticeRequested } from '#contracts';
import { InvalidFields, NotFound } from '#platform';
import { PersonRepository } from '../people/person.repository.ts';
import { AtlasRepository } from './atlas.repository.ts';
import { type AtlasEntry, type EntryEdits, type NewEntry, storedFields } from './atlas-entry.ts';

const optedOut: NoticeKind = 'atlas.opted-out';

/** Enters, corrects, and hides at the request of whom it is about. */
@Injectable()
export class AtlasWrites {
  constructor(
    private readonly atlas: AtlasRepository,
    private readonly people: PersonRepository,
  ) {}

  async entryOf(_id: string, network: string, { network: _, ...wanted }: NewEntry): Promise<Omit<AtlasEntry, 'v'>> {
    await this.refuseSuppressed(wanted);
    return {
      _id,
      network,
      description: null,
      city: null,
      postcode: null,
      address: null,
      coordinates: null,
      contact: { name: null, role: null },
      email: null,
      phone: null,
      url: null,
      optedOutAt: null,
      ...storedFields(wanted),
    } as Omit<AtlasEntry, 'v'>;
  }

  /** New data about somebody else may be shown again: another address, and another name or none. */
  async edit(entry: AtlasEntry, edits: EntryEdits, now: Date): Promise<AtlasEntry> {
    await this.refuseSuppressed(edits);
    const isAnother = entry.optedOutAt !== null && edits.contactName !== undefined && Boolean(edits.email);
    const shown = isAnother ? { optedOutAt: null } : {};
    return this.atlas.store.save(entry, { ...storedFields(edits, entry), ...shown } as Partial<AtlasEntry>, now);
  }

  async optOut(id: string, now: Date): Promise<void> {
    await this.atlas.store.change(async () => {
      const entry = await this.atlas.store.find(id);
      if (!entry) throw new NotFound();
      if (entry.optedOutAt) return;
      await this.atlas.suppress(entry, now);
      const facts = { entryId: id, name: entry.name };
      const notices = (await this.people.facilitatorsOf(entry.network)).map((personId) =>
        announce(submissionNoticeRequested, { personId, kind: optedOut, urgency: 'digest', facts }),
      );
      const contact = { ...entry.contact, name: null };
      const hidden = { contact, email: null, phone: null, optedOutAt: now.toISOString() };
      await this.atlas.store.save(entry, hidden, now, ...notices);
    });
  }

  private async refuseSuppressed({ email, phone }: EntryEdits): Promise<void> {
    for (const [pointer, value] of [
      ['/email', email],
      ['/phone', phone],
    ] as const) {
      if (!value || !(await this.atlas.isSuppressed(value))) continue;
      const fr = 'La personne concernée a demandé que ces coordonnées ne figurent plus dans l’annuaire.';
      const detail = { fr, en: 'The person concerned asked that this no longer be in the directory.' };
      throw new InvalidFields([{ pointer, code: 'opted-out', detail }]);
    }
  }
}
