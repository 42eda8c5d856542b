import { done, until } from './api.ts';
import { type DemoResource, demoReviewersOf } from './data.ts';

/** Where commands go, and the keys of who gives them. */
export interface Cast {
  readonly at: (service: 'submission' | 'editorial' | 'dissemination', path: string) => string;
  readonly networkKey: (slug: string) => string;
  readonly personKey: (slug: string) => string;
  readonly today: Date;
}

type Reviewed = Pick<DemoResource, 'id' | 'network' | 'sponsor' | 'scope' | 'fieldTest' | 'verification'>;
export type Check = Pick<NonNullable<DemoResource['verification']>, 'by' | 'perimeter' | 'independence'> & {
  readonly verifiedAt: string;
  readonly validUntil?: string;
};

type Recommendation = 'approve' | 'request-changes' | 'decline';

const usualWords: Readonly<Record<Exclude<Recommendation, 'decline'>, string>> = {
  approve: 'Utile et claire ; éprouvée par les réseaux qui l’emploient.',
  'request-changes': 'Précisez ce que chaque association doit faire, et à quelle date.',
};

/** The committee at work: cases are found, checked and decided as anybody would. */
export class Reviews {
  constructor(private readonly cast: Cast) {}

  async caseOf(contributionId: string, version = 1) {
    const key = this.cast.personKey('karim.benali');
    const url = this.cast.at('editorial', `/cases?contributionId=${contributionId}`);
    return until('the case', async () => {
      const { items } = await done('GET', url, { key });
      return items.find((item: { version: number; procedure: string }) => item.version === version);
    });
  }

  /** Members of distinct colleges give their opinions until the rules are met. */
  async decide(
    contributionId: string,
    resource: Reviewed,
    recommendation: Recommendation,
    at: Date,
    { version = 1, comment = '' } = {},
  ): Promise<void> {
    const subject = await this.caseOf(contributionId, version);
    if (subject.decision) return;
    for (const { slug } of demoReviewersOf(resource)) {
      const key = this.cast.personKey(slug);
      const body = opinionOn(resource, version, recommendation, comment);
      const { decision } = await done('POST', this.on(subject.id, 'opinions'), { key, at, body });
      if (decision) return;
    }
    throw new Error(`${resource.id} was not decided`);
  }

  async check(contributionId: string, { by, ...given }: Check, at: Date): Promise<void> {
    const { id, version, decision } = await this.caseOf(contributionId);
    if (decision) return;
    await done('POST', this.on(id, 'verifications'), {
      key: this.cast.personKey(by),
      at,
      body: { version, ...given, verifiedAt: new Date(given.verifiedAt).toISOString() },
    });
  }

  private on(caseId: string, path: string): string {
    return this.cast.at('editorial', `/cases/${caseId}/${path}`);
  }
}

const opinionOn = (
  { scope, fieldTest, verification }: Reviewed,
  version: number,
  recommendation: Recommendation,
  comment: string,
) => ({
  version,
  recommendation,
  criteria: {
    clarity: 'met',
    accessibility: 'met',
    fieldTest: fieldTest ? 'met' : 'not-applicable',
    verification: verification ? 'met' : 'not-applicable',
  },
  ...(scope ? { scope } : {}),
  ...(fieldTest ? { verdict: fieldTest.verdict } : {}),
  comment: comment || (recommendation === 'decline' ? 'Elle ne convient pas.' : usualWords[recommendation]),
});
