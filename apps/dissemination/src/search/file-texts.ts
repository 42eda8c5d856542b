import { Injectable, Logger } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { type AnnouncedResource, fileTexts } from '#contracts';
import { Queries } from '#messaging';
import { Database } from '#persistence';

interface FileText {
  readonly _id: string;
  readonly text: string;
}

const timeoutMs = 3_000;
const mostFiles = 20;

/** Of the address of a file, `/api/v1/resources/<id>/files/<file>`. */
const fileIdOf = (url: string): string | undefined => /\/files\/([^/?#]+)$/.exec(url)?.[1];

/** What could be read in the files of resources: asked of submission once, and kept. A file never changes. */
@Injectable()
export class FileTexts {
  private readonly logger = new Logger(FileTexts.name);
  private readonly texts: Model<FileText>;

  constructor(
    database: Database,
    private readonly queries: Queries,
  ) {
    this.texts = database.model<FileText>('file-texts', new Schema({ _id: String }, { strict: false }));
  }

  /** What is known here of one resource, and whether that is all. */
  async of(resource: AnnouncedResource): Promise<{ readonly text: string; readonly isAll: boolean }> {
    const ids = idsOf(resource);
    if (ids.length === 0) return { text: '', isAll: true };
    const found = await this.texts.find({ _id: { $in: ids } } as never).lean<FileText[]>();
    return { text: found.map(({ text }) => text).join(' '), isAll: found.length === ids.length };
  }

  /** Asks for what is not known yet; submission may be away, or have read nothing yet: then later. */
  async learn(resource: AnnouncedResource): Promise<void> {
    const ids = idsOf(resource).slice(0, mostFiles);
    try {
      const { items } = await this.queries.ask(fileTexts, { ids }, timeoutMs);
      for (const { id, text } of items) {
        await this.texts.collection.updateOne({ _id: id } as never, { $set: { text } }, { upsert: true });
      }
    } catch (error) {
      this.logger.debug({ error, resource: resource.id, msg: 'the text of files is not there yet' });
    }
  }
}

const idsOf = ({ files }: AnnouncedResource): string[] => files.flatMap(({ url }) => fileIdOf(url) ?? []);
