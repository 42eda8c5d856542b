import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { CaseNotFound } from '../cases/case.problems.ts';
import { CaseRepository } from '../cases/case.repository.ts';

/** A member keeps a note for themselves, also after the decision; an empty one takes it away. */
@Injectable()
export class KeepNote {
  constructor(private readonly cases: CaseRepository) {}

  async execute(caseId: string, text: string | null, { id: person }: Principal, now: Date): Promise<void> {
    await this.cases.store.change(async () => {
      const subject = await this.cases.store.find(caseId);
      if (!subject) throw new CaseNotFound();
      const others = subject.notes.filter((note) => note.person !== person);
      const notes = text ? [...others, { person, text, at: now.toISOString() }] : others;
      await this.cases.store.save(subject, { notes }, now);
    });
  }
}
