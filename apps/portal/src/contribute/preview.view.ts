import type { PublicResource } from '#contracts';
import { frenchList, verdicts } from '#taxonomy';
import { resourceView } from '../resources/resource.view.ts';
import { heldValue } from './content.ts';
import type { ContributionDetail } from './contribution-desk.ts';
import { allFields } from './fields.ts';
import { filesView } from './files.view.ts';

/** A draft as its page would show it. Scope and verdict are the author's proposals: the committee decides. */
export const previewView = (contribution: ContributionDetail, now: Date) => {
  const at = now.toISOString();
  const view = resourceView(resourceOf(contribution, at), now);
  const files = filesView(contribution.id, contribution.files).items.map(({ path, about }) => ({ url: path, about }));
  return { ...view, files, hasAccess: view.hasAccess || files.length > 0, adaptationOf: null };
};

const none = {
  publishedAt: '',
  revisedAt: null,
  verifiedUntil: null,
  grounds: null,
  verification: null,
  label: 'none',
} as const;

const resourceOf = (draft: ContributionDetail, at: string): PublicResource => {
  const words = (name: string): string[] => {
    const value = draft[name];
    return Array.isArray(value) ? value.map(String) : [];
  };
  const word = (name: string): string => (typeof draft[name] === 'string' ? (draft[name] as string) : '');
  const territories = words('territories');
  const scope = (draft.scope as PublicResource['scope'] | undefined) ?? { include: territories, exclude: [] };
  return {
    ...none,
    id: draft.id,
    url: `https://apercu.invalid/${draft.id}`,
    version: draft.version + 1,
    status: 'published',
    title: draft.title,
    summary: word('summary'),
    change: word('change') || null,
    family: word('family'),
    format: word('format'),
    themes: words('themes'),
    audiences: words('audiences'),
    supportTasks: words('supportTasks'),
    uses: words('uses'),
    howToUse: words('howToUse'),
    support: word('support'),
    sector: word('sector') || null,
    scale: word('scale'),
    territories,
    scope,
    fieldTest: fieldTestOf(draft),
    network: draft.network,
    licence: word('licence'),
    language: word('language') || 'fr',
    links: heldValue(linksField, draft) as PublicResource['links'],
    // Their addresses are those of a draft.
    files: [],
    legalRefs: words('legalRefs'),
    publishedAt: at,
    expiresAt: word('expiresAt') || null,
    technicalNature: word('technicalNature') || null,
    observation: draft.observation as PublicResource['observation'],
    physicalHolding: word('physicalHolding') || null,
    funding: draft.funding as PublicResource['funding'],
    competences: words('competences'),
    relatedTraining: heldValue(trainingField, draft) as PublicResource['relatedTraining'],
    flow: word('flow') || null,
    textAlternative: word('textAlternative') || null,
  };
};

const fieldOf = (name: string) => allFields.find((field) => field.name === name) as (typeof allFields)[number];
const [linksField, trainingField] = [fieldOf('links'), fieldOf('relatedTraining')];

const fieldTestOf = (draft: ContributionDetail): PublicResource['fieldTest'] => {
  const proposed = draft.fieldTest as
    | Pick<NonNullable<PublicResource['fieldTest']>, 'verdict' | 'testedIn'>
    | null
    | undefined;
  if (!proposed?.testedIn) return null;
  const { verdict, testedIn } = proposed;
  const sentence = `Votre proposition : « ${verdicts.label(verdict)} », testée ici : ${frenchList(testedIn)}. Le comité éditorial en décide.`;
  return { verdict, testedIn, sentence };
};
