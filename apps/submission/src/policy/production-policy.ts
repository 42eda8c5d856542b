import { z } from 'zod';
import { distinct, line, moment, term, territory, text } from '#contracts';
import type { FieldError } from '#platform';
import { circles, families, frenchDate, leavesOf, territoryName, wholeCountry } from '#taxonomy';

/** Who may produce: data with a version, a date and an explanation, that operators change and everybody may read. */
export interface ProductionPolicy {
  readonly version: number;
  readonly activeFrom: string;
  readonly explanation: string;
  /** `open` to all; to some `circles`; or to the networks of an `allowList`. */
  readonly mode: 'open' | 'circles' | 'allow-list';
  readonly circles: readonly string[];
  /** Ids of networks. */
  readonly allowList: readonly string[];
  /** The families that the mode limits; all when there are none. */
  readonly families: readonly string[];
  /** Circles whose networks need another one to answer for them. */
  readonly sponsorRequiredFor: readonly string[];
  /** Where the platform is open. */
  readonly enabledTerritories: readonly string[];
}

export const newPolicy = z.strictObject({
  explanation: text(1000),
  activeFrom: moment.optional(),
  mode: z.enum(['open', 'circles', 'allow-list']),
  circles: distinct(term(circles), { max: 4 }).default([]),
  allowList: distinct(line(80), { max: 1000 }).default([]),
  families: distinct(term(families), { max: 4 }).default([]),
  sponsorRequiredFor: distinct(term(circles), { max: 4 }).default([]),
  enabledTerritories: distinct(territory, { min: 1, max: 120 }).default([wholeCountry]),
});
export type NewPolicy = z.output<typeof newPolicy>;

export const firstPolicy: ProductionPolicy = {
  version: 1,
  activeFrom: '2026-01-01T00:00:00.000Z',
  explanation:
    'Les trois cercles contribuent librement ; les autres acteurs, avec un réseau parrain. Tous les territoires sont ouverts.',
  mode: 'open',
  circles: [],
  allowList: [],
  families: [],
  sponsorRequiredFor: ['other'],
  enabledTerritories: [wholeCountry],
};

/** What the rules look at. */
export interface Producing {
  readonly network: { readonly _id: string; readonly circle: string };
  readonly family?: string | undefined;
  readonly territories?: readonly string[] | undefined;
  readonly sponsor?: string | undefined;
}

/** Every rule that stands in the way, by its name. */
export const refusals = (policy: ProductionPolicy, producing: Producing): FieldError[] => [
  ...producerRefusals(policy, producing),
  ...sponsorRefusals(policy, producing),
  ...territoryRefusals(policy, producing),
];

const refused = (policy: ProductionPolicy, pointer: string, code: string, fr: string, en: string): FieldError => ({
  pointer,
  code,
  detail: {
    fr: `${fr} (Politique de production, règle « ${code} », version ${policy.version} du ${frenchDate(policy.activeFrom)}.)`,
    en: `${en} (Production policy, rule “${code}”, version ${policy.version} of ${policy.activeFrom.slice(0, 10)}.)`,
  },
});

const producerRefusals = (policy: ProductionPolicy, { network, family }: Producing): FieldError[] => {
  const { mode, families: limited } = policy;
  if (limited.length && family && !limited.includes(family)) return [];
  if (mode === 'circles' && !policy.circles.includes(network.circle)) {
    const open = policy.circles.map((circle) => circles.label(circle)).join(' ; ');
    return [
      refused(
        policy,
        '/network',
        'circles',
        `La production est ouverte à : ${open || 'aucun cercle'}.`,
        'Production is open to some circles only.',
      ),
    ];
  }
  if (mode === 'allow-list' && !policy.allowList.includes(network._id)) {
    return [
      refused(
        policy,
        '/network',
        'allow-list',
        'La production est réservée à une liste de réseaux dont le vôtre n’est pas.',
        'Production is for a list of networks; yours is not on it.',
      ),
    ];
  }
  return [];
};

const sponsorRefusals = (policy: ProductionPolicy, { network, sponsor }: Producing): FieldError[] =>
  policy.sponsorRequiredFor.includes(network.circle) && !sponsor
    ? [
        refused(
          policy,
          '/sponsor',
          'sponsor-required',
          `« ${circles.label(network.circle)} » : un réseau parrain est nécessaire.`,
          'A sponsor network is needed.',
        ),
      ]
    : [];

const territoryRefusals = (policy: ProductionPolicy, { territories = [] }: Producing): FieldError[] => {
  const enabled = leavesOf(policy.enabledTerritories);
  return territories.flatMap((code, index) =>
    [...leavesOf([code])].some((leaf) => enabled.has(leaf))
      ? []
      : [
          refused(
            policy,
            `/territories/${index}`,
            'territory-not-enabled',
            `${territoryName(code)} n’est pas encore ouvert.`,
            `${code} is not enabled yet.`,
          ),
        ],
  );
};
