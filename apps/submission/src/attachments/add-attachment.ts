import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { newId } from '#persistence';
import { InvalidFields, Unavailable } from '#platform';
import { ContributionNotEditable } from '../contributions/contribution.problems.ts';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { type Contribution, isEditable } from '../contributions/contribution.ts';
import { findAs } from '../contributions/find-contribution.ts';
import { ORIGIN } from '../receipts/receipts.ts';
import { FileTooLarge, InfectedFile, UnsupportedFile } from './attachment.problems.ts';
import { type Attachment, allowedTypes, cleanName, mostAttachments } from './attachment.ts';
import { contentType, headOf } from './content-type.ts';
import { FileStore } from './file-store.ts';
import { FileTexts } from './file-texts.ts';
import { Scanner } from './scanner.ts';

/** Bytes that came and were kept, and what was found out about them; not part of anything yet. */
export type Received = Omit<Attachment, 'accessible' | 'textAlternative' | 'url'>;

export const UPLOAD_MEGABYTES = Symbol('upload megabytes');

const measured = () => {
  const hash = createHash('sha256');
  const seen = { bytes: 0, sha256: () => hash.digest('hex') };
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      seen.bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, seen };
};

/** Adds a file to what its author is writing, as it streams in: kept, typed by its content, scanned, then written down. */
@Injectable()
export class AddAttachment {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly files: FileStore,
    private readonly scanner: Scanner,
    private readonly texts: FileTexts,
    @Inject(ORIGIN) private readonly origin: string,
    @Inject(UPLOAD_MEGABYTES) private readonly megabytes: number,
  ) {}

  /** Before a byte is read. @throws ContributionNotFound, Forbidden, ContributionNotEditable, InvalidFields */
  async admit(id: string, caller: Principal): Promise<void> {
    admitting(await findAs('contributor', this.contributions, id, caller));
  }

  /** @param isCut whether the stream ended because it was too long. */
  async receive(
    given: string,
    stream: Readable,
    isCut: () => boolean,
    caller: Principal,
    now: Date,
  ): Promise<Received> {
    const id = newId();
    const { through, seen } = measured();
    // A client that goes away half-way ends both.
    pipeline(stream, through).catch(() => undefined);
    await this.files.put(id, through);
    try {
      if (isCut()) throw new FileTooLarge(this.megabytes);
      const type = await contentType(await headOf(await this.files.open(id)), given);
      if (!type || !(type in allowedTypes)) throw new UnsupportedFile(type);
      const verdict = await this.scanned(id);
      if (verdict === 'infected') throw new InfectedFile();
      const about = { type, bytes: seen.bytes, sha256: seen.sha256(), scanned: verdict === 'clean' };
      return { id, name: cleanName(given, type), ...about, addedAt: now.toISOString(), addedBy: caller.id };
    } catch (error) {
      await this.files.remove(id);
      throw error;
    }
  }

  async execute(
    id: string,
    received: Received,
    said: Pick<Attachment, 'accessible' | 'textAlternative'>,
    caller: Principal,
    now: Date,
  ): Promise<{ attachment: Attachment; contribution: Contribution; added: boolean }> {
    const url = `${this.origin}/api/v1/resources/${id}/files/${received.id}`;
    const attachment: Attachment = { ...received, ...said, url };
    try {
      await this.texts.await(attachment, id);
      return await this.contributions.store.change(async () => this.write(id, attachment, caller, now));
    } catch (error) {
      await this.discard(received);
      throw error;
    }
  }

  /** What was received and is of no use after all. */
  async discard({ id }: Received): Promise<void> {
    await this.texts.forget(id);
    await this.files.remove(id);
  }

  private async write(id: string, attachment: Attachment, caller: Principal, now: Date) {
    const contribution = await findAs('contributor', this.contributions, id, caller);
    const files = contribution.files ?? [];
    const same = files.find(({ sha256 }) => sha256 === attachment.sha256);
    if (same) {
      // Sent again: it is there already.
      await this.discard(attachment);
      return { attachment: same, contribution, added: false };
    }
    admitting(contribution);
    const entry = { at: now.toISOString(), what: 'edited' as const, version: contribution.version };
    const changes = { files: [...files, attachment], history: [...contribution.history, entry] };
    return { attachment, contribution: await this.contributions.save(contribution, changes, now), added: true };
  }

  private async scanned(id: string) {
    try {
      return await this.scanner.scan(await this.files.open(id));
    } catch {
      const fr = 'L’antivirus ne répond pas : réessayez dans quelques minutes.';
      throw new Unavailable({ fr, en: 'The scanner does not answer: retry in a few minutes.' });
    }
  }
}

const admitting = ({ status, files = [] }: Contribution): void => {
  if (!isEditable(status)) throw new ContributionNotEditable(status);
  if (files.length < mostAttachments) return;
  const fr = `Une contribution porte ${mostAttachments} fichiers au plus.`;
  const detail = { fr, en: `A contribution has ${mostAttachments} files at most.` };
  throw new InvalidFields([{ pointer: '/files', code: 'too-many', detail }]);
};
