import { randomUUID } from 'node:crypto';
import { until } from '../../deploy/demonstration/api.ts';
import { patienceMs, persist, persistUntilDone, unexpected } from './careful-client.ts';

/** Before the main job, between any two of its steps, after the last, and in the midst of what it sets off. */
export const moments = [
  'signing-up',
  'submitting',
  'submitted',
  'endorsed',
  'first-opinion',
  'second-opinion',
  'decided',
  'fan-out',
] as const;
export type Moment = (typeof moments)[number];

/** Who acts. */
export interface Actors {
  readonly contributor: string;
  readonly facilitator: string;
  /** Of distinct colleges: three of them decide. */
  readonly committee: readonly string[];
}

const contributionFor = (territory: string, title: string) => ({
  title,
  summary: 'Une trame d’entretien et une liste de pièces pour le rendez-vous de bilan avec la commune.',
  family: 'documentary',
  format: 'checklist',
  scale: 'territorial',
  territories: [territory],
  support: 'transversal',
  themes: ['cooperation', 'subventions'],
  audiences: ['dirigeants'],
  uses: ['save-time'],
  supportTasks: ['accompagner'],
  technicalNature: 'method',
  licence: 'etalab-2.0',
  language: 'fr',
  regime: 'voluntary',
  howToUse: ['Réunir les pièces de la liste.'],
  links: [{ url: 'https://reseau.example/rendez-vous-mairie.pdf', title: 'La trame' }],
  fieldTest: { verdict: 'inspiration', testedIn: [territory] },
  scope: { include: [territory], exclude: [] },
  submit: true,
});

const opinionFor = (territory: string) => ({
  version: 1,
  recommendation: 'approve',
  criteria: { clarity: 'met', accessibility: 'met', fieldTest: 'met', verification: 'not-applicable' },
  scope: { include: [territory], exclude: [] },
  verdict: 'inspiration',
  comment: 'Simple, et tout de suite utile.',
});

/**
 * The main job through public HTTP, from a submission to the decision, as careful clients do it. The last two opinions are
 * given at once: two approvals race to publish.
 *
 * @param reached is told each moment as its answer is heard, and holds nothing up.
 * @returns the id of the resource.
 */
export const runMainJob = async (
  origin: string,
  { contributor, facilitator, committee }: Actors,
  territory: string,
  title: string,
  reached: (moment: Moment) => void,
): Promise<string> => {
  const at = (path: string) => `${origin}/api/v1${path}`;
  const body = contributionFor(territory, title);
  const idempotencyKey = randomUUID();
  reached('submitting');
  const { id } = await persistUntilDone('POST', at('/contributions'), { key: contributor, body, idempotencyKey });
  reached('submitted');
  await endorse(at(`/contributions/${id}`), facilitator);
  reached('endorsed');

  const [first = '', second = '', ...others] = committee;
  const caseUrl = await until('the case', () => findCase(at, id, first), patienceMs, 150);
  const opine = (key: string) => giveOpinion(caseUrl, key, territory);
  await opine(first);
  reached('first-opinion');
  await opine(second);
  reached('second-opinion');
  const endings = await Promise.all(
    others.slice(0, 2).map(async (key) => {
      const isDecided = await opine(key);
      if (isDecided) reached('decided');
      return isDecided;
    }),
  );
  if (!endings.includes(true)) throw new Error('the committee did not decide');
  return id;
};

/** Whoever repeats it unheard finds it done: that is told by what the contribution has become. */
const endorse = async (url: string, key: string): Promise<void> => {
  const answer = await persist('POST', `${url}/endorse`, { key });
  if (answer.status === 200) return;
  const { status } = await persistUntilDone('GET', url, { key });
  if (!answer.isRepeat || status === 'submitted') throw unexpected('POST', `${url}/endorse`, answer);
};

const findCase = async (at: (path: string) => string, contributionId: string, key: string): Promise<string | null> => {
  const { items } = await persistUntilDone('GET', at(`/cases?contributionId=${contributionId}`), { key });
  if (items.length > 1) throw new Error(`${items.length} cases for one version`);
  return items[0] ? at(`/cases/${items[0].id}`) : null;
};

/** An opinion may be given again until the decision. @returns whether the case is decided */
const giveOpinion = async (caseUrl: string, key: string, territory: string): Promise<boolean> => {
  const answer = await persist('POST', `${caseUrl}/opinions`, { key, body: opinionFor(territory) });
  if (answer.status < 300) return answer.body.decision !== null;
  // Another's opinion, or this very one unheard, decided it.
  if (answer.body.type === '/problems/case-decided') return true;
  throw unexpected('POST', `${caseUrl}/opinions`, answer);
};
