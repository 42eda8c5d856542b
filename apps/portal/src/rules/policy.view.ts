import type { CommitteePolicy } from '#contracts';
import { families } from '#taxonomy';
import { counted, enumerated, spaced } from '../pages/french.ts';

type Share = CommitteePolicy['approval'];
type Quorum = CommitteePolicy['quorum']['usual'];

const shares: Readonly<Record<string, string>> = {
  '1/2': 'la moitié',
  '1/3': 'un tiers',
  '2/3': 'deux tiers',
  '3/4': 'trois quarts',
};
const shareInWords = ({ parts, of }: Share): string => shares[`${parts}/${of}`] ?? `${parts} sur ${of}`;

const quorumInWords = ({ opinions, colleges, withoutEndorser }: Quorum): string =>
  `${counted(opinions, 'avis', 'avis')} de ${counted(colleges, 'collège', 'collèges')} au moins${
    withoutEndorser ? ', sans la personne qui l’a transmise' : ''
  }.`;

const months = (count: number) => `${count} mois`;

/** The rules in sentences, by what they are about. */
export const rulesInWords = (policy: CommitteePolicy) =>
  [...decidingRules(policy), ...timeRules(policy), ...reachRules(policy), ...labelRules(policy)].map(
    ({ name, text }) => ({
      name,
      text: spaced(text),
    }),
  );

const rule = (name: string, text: string) => ({ name, text });

const decidingRules = ({ quorum, approval, refusal, changes, crossReview }: CommitteePolicy) => [
  rule('Quorum', `Il faut ${quorumInWords(quorum.usual)}`),
  ...Object.entries(quorum.byFamily).map(([family, special]) =>
    rule(`Quorum, ${families.label(family)}`, `Il faut ${quorumInWords(special)}`),
  ),
  rule(
    'Ressource d’un secteur',
    crossReview
      ? 'Il faut aussi l’avis d’un réseau sectoriel et celui d’un réseau territorial.'
      : 'Elle est examinée comme les autres.',
  ),
  rule(
    'Publiée',
    `Quand au moins ${shareInWords(approval)} des avis sont favorables, et qu’aucun critère n’est « non rempli » pour la majorité.`,
  ),
  rule('Non retenue', `Quand plus de ${shareInWords(refusal)} des avis sont défavorables.`),
  rule('À compléter', `Quand plus de ${shareInWords(changes)} des avis le demandent, ou faute d’accord.`),
];

const timeRules = ({ minimumDelayWorkingDays: least, decisionDelayDays, reminders, urgentHours }: CommitteePolicy) => [
  rule(
    'Délais',
    `${least === 0 ? 'Pas de délai minimal' : `Pas de décision avant ${counted(least, 'jour ouvré', 'jours ouvrés')}`} ; sans accord au bout de ${counted(decisionDelayDays, 'jour', 'jours')}, le dossier revient à son auteur.`,
  ),
  rule(
    'Rappels',
    `Les membres qui peuvent débloquer un dossier sont relancés après ${counted(reminders.afterDays, 'jour', 'jours')}, la présidence est prévenue après ${counted(reminders.escalationAfterDays, 'jour', 'jours')}.`,
  ),
  rule('Urgence', `Pour la veille juridique, une décision est attendue en ${counted(urgentHours, 'heure', 'heures')}.`),
];

const reachRules = ({ scope, everywhere, revalidationMonths }: CommitteePolicy) => [
  rule(
    'Portée',
    `Un territoire est retenu quand plus de ${shareInWords(scope.include)} des avis favorables l’incluent, écarté quand ${shareInWords(scope.exclude)} l’excluent.`,
  ),
  rule(
    'Applicable partout',
    `Il faut ${shareInWords(everywhere.share)} des avis favorables, et des tests dans ${counted(everywhere.testedTerritories, 'territoire', 'territoires')} ou des raisons.`,
  ),
  rule(
    'Vérification',
    `Elle vaut ${months(revalidationMonths.usual)}, et ${months(revalidationMonths.sensitive)} pour les thèmes sensibles.`,
  ),
];

const labelRules = ({ label, quorum }: CommitteePolicy) => [
  rule(
    'Référence nationale',
    `Un second vote : ${quorumInWords(quorum.label)} Il faut une reprise, avec son résultat, dans ${counted(label.adoptionTerritories, 'autre territoire', 'autres territoires')}, et la relecture d’un professionnel. Elle vaut ${months(label.validMonths)}.`,
  ),
];

/** What differs from the version before, in words. */
export const changedRules = (policy: CommitteePolicy, before: CommitteePolicy | undefined) => {
  if (!before) return [];
  const was = new Map(rulesInWords(before).map(({ name, text }) => [name, text]));
  return rulesInWords(policy)
    .filter(({ name, text }) => was.get(name) !== text)
    .map(({ name, text }) => ({ name, text, before: was.get(name) ?? null }));
};

export const summaryOfChanges = (policy: CommitteePolicy, before: CommitteePolicy | undefined): string =>
  before ? enumerated(changedRules(policy, before).map(({ name }) => name)) || 'Aucune règle' : 'Premières règles';
