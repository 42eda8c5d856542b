import type { CommitteePolicy } from '#contracts';
import { families } from '#taxonomy';
import { optionalNumber, textOf } from '../forms/submitted.ts';

interface Setting {
  readonly name: string;
  readonly label: string;
  readonly path: readonly string[];
}

/** What an operator may set, by groups; shares are written « 2/3 ». */
export const settingGroups: readonly { readonly legend: string; readonly settings: readonly Setting[] }[] = [
  {
    legend: 'Quorum',
    settings: [
      { name: 'usual-opinions', label: 'Avis', path: ['quorum', 'usual', 'opinions'] },
      { name: 'usual-colleges', label: 'Collèges', path: ['quorum', 'usual', 'colleges'] },
      { name: 'label-opinions', label: 'Avis, pour le label', path: ['quorum', 'label', 'opinions'] },
      { name: 'label-colleges', label: 'Collèges, pour le label', path: ['quorum', 'label', 'colleges'] },
    ],
  },
  {
    legend: 'Parts des avis',
    settings: [
      { name: 'approval', label: 'Favorables, pour publier', path: ['approval'] },
      { name: 'refusal', label: 'Défavorables, pour ne pas retenir', path: ['refusal'] },
      { name: 'changes', label: 'À compléter', path: ['changes'] },
      { name: 'include', label: 'Qui incluent un territoire', path: ['scope', 'include'] },
      { name: 'exclude', label: 'Qui excluent un territoire', path: ['scope', 'exclude'] },
      { name: 'everywhere', label: 'Pour « applicable partout »', path: ['everywhere', 'share'] },
    ],
  },
  {
    legend: 'Délais',
    settings: [
      { name: 'minimum', label: 'Jours ouvrés avant une décision', path: ['minimumDelayWorkingDays'] },
      { name: 'decision', label: 'Jours avant le retour à l’auteur', path: ['decisionDelayDays'] },
      { name: 'reminder', label: 'Jours avant une relance', path: ['reminders', 'afterDays'] },
      {
        name: 'escalation',
        label: 'Jours avant de prévenir la présidence',
        path: ['reminders', 'escalationAfterDays'],
      },
      { name: 'urgent', label: 'Heures, en urgence', path: ['urgentHours'] },
    ],
  },
  {
    legend: 'Preuves et durées',
    settings: [
      {
        name: 'tested',
        label: 'Territoires de test, pour « applicable partout »',
        path: ['everywhere', 'testedTerritories'],
      },
      { name: 'adoptions', label: 'Territoires de reprise, pour le label', path: ['label', 'adoptionTerritories'] },
      { name: 'label-months', label: 'Mois de validité du label', path: ['label', 'validMonths'] },
      { name: 'usual-months', label: 'Mois de validité d’une vérification', path: ['revalidationMonths', 'usual'] },
      { name: 'sensitive-months', label: 'Mois, pour un thème sensible', path: ['revalidationMonths', 'sensitive'] },
    ],
  },
];

const settings = settingGroups.flatMap((group) => group.settings);

const at = (policy: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], policy);

/** A setting as its field shows it. */
export const settingIn = (policy: CommitteePolicy, { path }: Setting): string => {
  const value = at(policy, path);
  if (typeof value === 'number') return String(value);
  const { parts, of } = value as { parts: number; of: number };
  return `${parts}/${of}`;
};

const valueIn = (text: string, form: unknown, name: string): unknown => {
  const share = /^(\d+)\s*\/\s*(\d+)$/.exec(text);
  return share ? { parts: Number(share[1]), of: Number(share[2]) } : optionalNumber(form, name);
};

/** The quorum of each family: its own, or the usual one. */
export const familySettings = ({ quorum }: CommitteePolicy) =>
  families.terms.map(({ id, label }) => {
    const { opinions, colleges } = quorum.byFamily[id] ?? quorum.usual;
    const field = (name: string, value: number, what: string) => ({ id: name, value: String(value), label: what });
    return {
      id,
      legend: label,
      opinions: field(`${id}-opinions`, opinions, 'Avis'),
      colleges: field(`${id}-colleges`, colleges, 'Collèges'),
    };
  });

/** A family whose quorum differs from what it is now gets one of its own. */
const familyChanges = (form: unknown, policy: CommitteePolicy) =>
  familySettings(policy).flatMap(({ id, opinions, colleges }) => {
    const fields = [opinions, colleges];
    const isChanged = fields.some(({ id: name, value }) => textOf(form, name) && textOf(form, name) !== value);
    if (!isChanged) return [];
    const [first, second] = fields.map(({ id: name, value }) => optionalNumber(form, name) ?? Number(value));
    return [[id, { opinions: first, colleges: second }] as const];
  });

/** What the form changes of the rules, as a merge (RFC 7396): only what differs. */
export const changesFrom = (form: unknown, policy: CommitteePolicy): Record<string, unknown> => {
  const changes: Record<string, unknown> = {};
  for (const setting of settings) {
    const text = textOf(form, setting.name);
    if (text && text !== settingIn(policy, setting)) put(changes, setting.path, valueIn(text, form, setting.name));
  }
  for (const [family, quorum] of familyChanges(form, policy)) put(changes, ['quorum', 'byFamily', family], quorum);
  const crossReview = textOf(form, 'crossReview') === 'oui';
  if (textOf(form, 'isForm') && crossReview !== policy.crossReview) changes.crossReview = crossReview;
  return changes;
};

const put = (into: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) into[first] = value;
  else {
    into[first] ??= {};
    put(into[first] as Record<string, unknown>, rest, value);
  }
};
