import { type Answer, done } from './client.ts';
import { eventually } from './eventually.ts';
import type { Product } from './product.ts';

/** A documentary resource that may be handed in as it is; say only what matters. */
export const aContribution = (fields: Record<string, unknown> = {}) => ({
  title: 'Préparer le rendez-vous annuel avec la mairie',
  summary: 'Une trame d’entretien et une liste de pièces, pour que le rendez-vous de bilan serve aux deux.',
  family: 'documentary',
  format: 'checklist',
  scale: 'territorial',
  territories: ['DEP-33'],
  support: 'transversal',
  themes: ['cooperation'],
  audiences: ['dirigeants'],
  uses: ['save-time'],
  supportTasks: ['accompagner'],
  technicalNature: 'method',
  licence: 'etalab-2.0',
  language: 'fr',
  regime: 'voluntary',
  howToUse: ['Réunir les pièces.', 'Préparer les questions.'],
  links: [{ url: 'https://reseau.example/trame.pdf', title: 'La trame' }],
  fieldTest: { verdict: 'inspiration', testedIn: ['DEP-33'] },
  scope: { include: ['DEP-33'], exclude: [] },
  submit: true,
  ...fields,
});

/** A favourable opinion on the first version; say only what matters. */
export const anOpinion = (fields: Record<string, unknown> = {}) => ({
  version: 1,
  recommendation: 'approve',
  criteria: { clarity: 'met', accessibility: 'met', fieldTest: 'met', verification: 'not-applicable' },
  verdict: 'inspiration',
  comment: 'Simple, et tout de suite utile.',
  ...fields,
});

/** The case that the committee has open, or had, on a version. */
export const caseOf = ({ as, keys }: Product, contribution: string, version = 1): Promise<Answer['body']> =>
  eventually(async () => {
    const { items } = await done(as(keys.committee[0] as string).get(`cases?contributionId=${contribution}`));
    const found = items.find((subject: { version: number }) => subject.version === version);
    if (!found) throw new Error(`no case on version ${version} of ${contribution}`);
    return found;
  });

/** As many members say the same as the usual quorum wants: what was decided. */
export const decided = async (product: Product, contribution: string, opinion: Record<string, unknown> = {}) => {
  const { as, keys } = product;
  const given = anOpinion(opinion);
  const { id } = await caseOf(product, contribution, given.version);
  const answers: Answer['body'][] = [];
  for (const key of keys.committee.slice(0, 3)) {
    answers.push(await done(as(key).post(`cases/${id}/opinions`, given)));
  }
  const { decision } = answers.at(-1);
  if (!decision) throw new Error('three opinions did not decide');
  return { case: id as string, ...decision };
};

/** A new contribution, through to its publication. */
export const published = async (product: Product, fields: Record<string, unknown> = {}): Promise<string> => {
  const { as, keys } = product;
  const { id } = await done(as(keys.network).post('contributions', aContribution(fields)));
  await decided(product, id);
  return id;
};
