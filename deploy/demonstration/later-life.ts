import { call, done, until } from './api.ts';
import {
  type DemoPerson,
  type DemoResource,
  demoAdoptions,
  demoFeedback,
  demoResources,
  demoReviewersOf,
  relativeDate,
} from './data.ts';

interface LaterLife {
  /** Where editorial answers. */
  readonly editorial: string;
  /** Ids of the resources, by their codes. */
  readonly ids: Readonly<Record<string, string>>;
  readonly networkKey: (slug: string) => string;
  readonly personKey: (slug: string) => string;
  readonly today: Date;
}

const day = 24 * 3600 * 1000;
/** Days after its publication. */
const daysUntil = { adoption: 20, feedback: 30, proposal: 40 } as const;

/**
 * What became of the public resources: who took them up, what readers said, which are national references or proposed
 * as such. Dated like the rest, so that nobody is told of it; what a run cut short had done is found done.
 */
export const seedLaterLife = async (context: LaterLife): Promise<void> => {
  const { editorial, ids, networkKey, personKey, today } = context;
  const resourceOf = (code: string) => demoResources.find(({ id }) => id === code) as DemoResource;
  const url = (code: string, path: string) => `${editorial}/api/v1/resources/${ids[code]}/${path}`;
  const after = (code: string, days: number) => {
    const published = relativeDate(resourceOf(code).publishedAt ?? '-0d', today);
    return new Date(Math.min(published.getTime() + days * day, today.getTime()));
  };
  const reviewers = (code: string): readonly DemoPerson[] => demoReviewersOf(resourceOf(code));

  for (const { resource, network, kind, ...adoption } of demoAdoptions) {
    const at = after(resource, daysUntil.adoption);
    await done('POST', url(resource, 'adoptions'), { key: networkKey(network), at, body: { ...adoption, mode: kind } });
  }
  for (const [index, { resource, ...feedback }] of demoFeedback.entries()) {
    const at = after(resource, daysUntil.feedback);
    const idempotencyKey = `demo-feedback-${index}`;
    const { id } = await done('POST', url(resource, 'feedback'), { at, idempotencyKey, body: feedback });
    const key = personKey(reviewers(resource)[0]?.slug ?? '');
    await done('POST', `${editorial}/api/v1/editorial/feedback/${id}/publish`, { key, at });
  }
  for (const { id: code, label } of demoResources) {
    if (label !== 'reference' && label !== 'proposed') continue;
    const at = after(code, daysUntil.proposal);
    const keys = reviewers(code).map(({ slug }) => personKey(slug));
    const record = () => done('GET', url(code, 'record'), { key: keys[0] as string });
    if ((await record()).label === 'none')
      await done('POST', url(code, 'label-proposals'), { key: keys[0] as string, at });
    if (label === 'proposed') continue;
    await approve(`${editorial}/api/v1/cases/${(await record()).labelProposals[0].caseId}`, keys, at);
    await until(`the label of ${code}`, async () => (await record()).label === 'reference');
  }
};

/** Members approve until the stricter quorum is met. */
export const approve = async (subject: string, keys: readonly string[], at: Date): Promise<void> => {
  const { version } = await done('GET', subject, { key: keys[0] as string });
  const criteria = { clarity: 'met', accessibility: 'met', fieldTest: 'met', verification: 'met' };
  const comment = 'Reprise ailleurs, avec des résultats : elle peut servir de référence.';
  const body = { version, recommendation: 'approve', criteria, verdict: 'everywhere', comment };
  for (const key of keys) {
    const { status } = await call('POST', `${subject}/opinions`, { key, at, body });
    // Decided: this opinion came after the one that did it.
    if (status === 409) return;
    if (status !== 201) throw new Error(`an opinion on ${subject} was answered ${status}`);
  }
};
