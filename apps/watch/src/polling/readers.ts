import { Injectable } from '@nestjs/common';
import { ReadJorf } from '../reading/jorf/read-jorf.ts';
import { ReadLegifrance } from '../reading/legifrance/read-legifrance.ts';
import { ReadFeed } from '../reading/read-feed.ts';
import { ReadWebPage } from '../reading/read-web-page.ts';
import type { Reader } from '../reading/reading.ts';
import type { AdapterName } from '../sources/source.ts';

/** Who reads which kind of source. */
@Injectable()
export class Readers {
  private readonly byAdapter: ReadonlyMap<AdapterName, Reader>;

  constructor(feed: ReadFeed, webPage: ReadWebPage, jorf: ReadJorf, legifrance: ReadLegifrance) {
    this.byAdapter = new Map<AdapterName, Reader>([
      ['feed', feed],
      ['web-page', webPage],
      ['jorf-archive', jorf],
      ['legifrance', legifrance],
    ]);
  }

  of(adapter: AdapterName): Reader | undefined {
    return this.byAdapter.get(adapter);
  }
}
