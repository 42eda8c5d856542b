import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { ContributionNotEditable } from '../contributions/contribution.problems.ts';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { isEditable } from '../contributions/contribution.ts';
import { findAs } from '../contributions/find-contribution.ts';
import { AttachmentNotFound } from './attachment.problems.ts';
import type { Attachment } from './attachment.ts';

type Edits = Partial<Pick<Attachment, 'accessible' | 'textAlternative'>>;

/** Says more about a file of what is being written, or takes it out (null). Its bytes go later, if no version has them. */
@Injectable()
export class EditAttachment {
  constructor(private readonly contributions: ContributionRepository) {}

  async execute(id: string, file: string, edits: Edits | null, caller: Principal, now: Date): Promise<Attachment> {
    return this.contributions.store.change(async () => {
      const contribution = await findAs('contributor', this.contributions, id, caller);
      const files = contribution.files ?? [];
      const found = files.find((attachment) => attachment.id === file);
      if (!found) throw new AttachmentNotFound();
      if (!isEditable(contribution.status)) throw new ContributionNotEditable(contribution.status);
      const edited = { ...found, ...edits };
      const kept = files.flatMap((each) => (each !== found ? [each] : edits ? [edited] : []));
      const entry = { at: now.toISOString(), what: 'edited' as const, version: contribution.version };
      await this.contributions.save(contribution, { files: kept, history: [...contribution.history, entry] }, now);
      return edited;
    });
  }
}
