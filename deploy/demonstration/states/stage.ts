import { type Answer, type Call, call, done, until } from '../api.ts';
import states from '../data/states.json' with { type: 'json' };
import { relativeDate } from '../data.ts';
import { type Cast, type Check, Reviews } from '../reviews.ts';

/** Something that came to a state that the data set itself shows nothing of. */
export interface StateItem {
  readonly id: string;
  readonly title: string;
  readonly network: string;
  readonly sponsor?: string;
  readonly family: string;
  readonly territories: readonly string[];
  readonly scope: { include: string[]; exclude: string[] } | null;
  readonly fieldTest: { verdict: string; testedIn: string[] } | null;
  readonly [field: string]: unknown;
}

const ofDocumentary = (territories: readonly string[]) => ({
  technicalNature: 'method',
  fieldTest: { verdict: 'inspiration', testedIn: territories },
});

/** What each of them says unless it says otherwise. */
const usual = {
  ...{ family: 'documentary', format: 'guide', scale: 'territorial', support: 'transversal', language: 'fr' },
  ...{ audiences: ['structures-appui'], supportTasks: ['orienter'], uses: ['save-time'], regime: 'voluntary' },
  ...{ licence: 'etalab-2.0', legalRefs: [], howToUse: ['Lire la fiche.', 'L’adapter à son territoire.'] },
} as const;

/** Commands of the demonstration’s people and networks, each on its day; what a run cut short had done is found done. */
export class Stage {
  readonly reviews: Reviews;

  constructor(readonly cast: Cast & { readonly personId: (slug: string) => string; readonly operatorKey: string }) {
    this.reviews = new Reviews(cast);
  }

  itemOf(id: string): StateItem {
    const found = states.find((item) => item.id === id) as unknown as StateItem;
    const { family = usual.family, territories, title } = found;
    return {
      ...{ scope: null, fieldTest: null },
      ...usual,
      ...(family === usual.family ? ofDocumentary(territories) : {}),
      links: [{ url: `https://ressources.example/${id.toLowerCase()}`, title }],
      ...found,
    };
  }

  day(text: string): Date {
    return relativeDate(text, this.cast.today);
  }

  /** What the API takes of an item. */
  contentOf({ id: _, at: _a, change: _c, scope, expiresAt, ...content }: StateItem): Record<string, unknown> {
    return {
      ...content,
      ...(scope ? { scope } : {}),
      ...(typeof expiresAt === 'string' ? { expiresAt: this.day(expiresAt).toISOString() } : {}),
    };
  }

  /** Handed in with its network's own key, on its day. @returns its id */
  async handIn(item: StateItem): Promise<string> {
    const body = { ...this.contentOf(item), externalId: `demonstration-${item.id}`, submit: true };
    const key = this.cast.networkKey(item.network);
    const { id } = await done('POST', this.cast.at('submission', '/contributions'), {
      ...{ key, body, at: this.day(String(item.at)) },
      idempotencyKey: `demonstration-${item.id}`,
    });
    return id;
  }

  /** Public since the day it was handed in, once the decision was heard. */
  async published(item: StateItem, check?: Check): Promise<string> {
    const id = await this.handIn(item);
    const at = this.day(String(item.at));
    if (check) await this.reviews.check(id, check, at);
    await this.reviews.decide(id, item, 'approve', at);
    await until(`${item.id} in public`, () => this.record(id));
    return id;
  }

  /** What became of a public resource; null before. */
  async record(id: string): Promise<Answer['body']> {
    const key = this.cast.personKey('claire.schneider');
    const { status, body } = await call('GET', this.cast.at('editorial', `/resources/${id}/record`), { key });
    return status === 200 ? body : null;
  }

  /** @throws Error unless it is done, or was before */
  async act(
    service: 'submission' | 'editorial',
    path: string,
    { method = 'POST', ...sent }: Call & { method?: string },
  ) {
    const answer: Answer = await call(method, this.cast.at(service, path), sent);
    if (answer.status >= 300 && answer.status !== 409)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
