import { Injectable } from '@nestjs/common';
import { digest } from '#persistence';
import type { FetchState } from '../../polling/fetch-state.ts';
import type { Source } from '../../sources/source.ts';
import { decodeText } from '../decode-text.ts';
import { GetDocument } from '../get-document.ts';
import { readApart, Unreadable } from '../read-apart.ts';
import { failed, Reader, type Reading } from '../reading.ts';
import { deliveriesIn, pending } from './archive-index.ts';

const indexBytes = 10 * 1024 * 1024;
const archiveBytes = 64 * 1024 * 1024;
const archiveTimeoutMs = 240_000;

/**
 * The deliveries of the Journal officiel (DILA, JORFSIMPLE): the index is read each time, then the oldest delivery that was
 * not; the name of the last one read is the position, and only moves on with what it held.
 */
@Injectable()
export class ReadJorf extends Reader {
  constructor(private readonly getDocument: GetDocument) {
    super();
  }

  async read(source: Source, state: FetchState, now: Date): Promise<Reading> {
    const url = source.url as string;
    const index = await this.getDocument.execute({ url, accept: 'text/html', maxBytes: indexBytes }, now);
    if (index.outcome === 'failed') return index;
    if (index.outcome === 'unchanged')
      return failed('L’index a répondu qu’il n’a pas changé sans qu’on le lui demande.');
    const listed = deliveriesIn(decodeText(index.bytes, index.contentType, source.encoding), index.url);
    if (listed.length === 0) return failed('L’index ne liste aucune livraison.');
    const [next, ...more] = pending(listed, state.position, now);
    if (!next) return { outcome: 'unchanged' };
    const archive = await this.getDocument.execute(
      { url: next.url, accept: 'application/gzip, */*', maxBytes: archiveBytes, timeoutMs: archiveTimeoutMs },
      now,
    );
    if (archive.outcome !== 'got')
      return archive.outcome === 'failed' ? archive : failed('La livraison n’a pas été donnée.');
    try {
      const entries = await readApart('delivery', { archive: archive.bytes, delivery: next });
      const isLast = more.length === 0;
      return {
        outcome: 'read',
        entries,
        ...{ validators: {}, hints: {}, movedTo: null, hub: null, hasMore: !isLast },
        bodyHash: digest(archive.bytes),
        position: next.name,
      };
    } catch (error) {
      if (error instanceof Unreadable) return failed(`${next.name} : ${error.message}`);
      throw error;
    }
  }
}
