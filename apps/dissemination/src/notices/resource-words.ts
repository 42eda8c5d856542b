import { isTerritory, territoryName } from '#taxonomy';
import { lines, onDay, path, said, several, titled } from './facts.ts';
import type { Facts, WordsOf } from './words.ts';

const shown = (facts: Facts) => ({ path: path('/ressources/', facts, 'resourceId'), label: 'Voir la ressource' });
const kept = (facts: Facts, label = 'Ouvrir son suivi') => ({
  path: path('/ressources/', facts, 'resourceId', '/suivi'),
  label,
});
const reason = (facts: Facts) => lines(said(facts, 'reason'));
const place = (facts: Facts): string => {
  const code = said(facts, 'territory');
  return isTerritory(code) ? territoryName(code) : code;
};

const commands: Readonly<Record<string, string>> = {
  flag: 'qu’elle soit signalée comme à vérifier',
  confirm: 'qu’elle soit confirmée',
  suspend: 'qu’elle soit suspendue',
  restore: 'qu’elle soit rétablie',
  withdraw: 'qu’elle soit retirée',
};
const command = (facts: Facts): string => commands[said(facts, 'command')] ?? 'un changement';

/** What becomes of a public resource, for those who produced it, took it up, or answer for it. */
export const resourceWords: WordsOf<
  | 'resource.flagged'
  | 'resource.confirmed'
  | 'resource.suspended'
  | 'resource.restored'
  | 'resource.withdrawn'
  | 'resource.expired'
  | 'resource.labelled'
  | 'resource.unlabelled'
  | 'resource.adopted'
  | 'resource.feedback_received'
  | 'resource.verified'
  | 'resource.verification-due'
  | 'resource.verification-lapsed'
  | 'resource.request'
  | 'resource.request-declined'
  | 'label.not-granted'
  | 'trial.volunteered'
  | 'trial.closed'
> = {
  'resource.flagged': (facts) => ({
    title: `Vérification en cours : ${titled(facts)}`,
    lines: ['Le comité l’a signalée. Elle reste publiée, avec un avertissement.'],
    points: reason(facts),
    link: kept(facts),
  }),
  'resource.confirmed': (facts) => ({
    title: `Confirmée : ${titled(facts)}`,
    lines: ['Elle a été vérifiée : l’avertissement a disparu.'],
    points: reason(facts),
    link: shown(facts),
  }),
  'resource.suspended': (facts) => ({
    title: `Suspendue : ${titled(facts)}`,
    lines: ['Ses liens et fichiers ne sont plus montrés, jusqu’à ce que le comité la rétablisse ou la retire.'],
    points: reason(facts),
    link: kept(facts),
  }),
  'resource.restored': (facts) => ({
    title: `Rétablie : ${titled(facts)}`,
    lines: ['Elle est de nouveau proposée, avec ses liens et fichiers.'],
    points: reason(facts),
    link: shown(facts),
  }),
  'resource.withdrawn': (facts) => ({
    title: `Retirée : ${titled(facts)}`,
    lines: ['Elle n’est plus proposée. Si vous l’utilisez ou la diffusez, cessez de vous y appuyer.'],
    points: reason(facts),
    link: shown(facts),
  }),
  'resource.expired': (facts) => ({
    title: `Terminée : ${titled(facts)}`,
    lines: ['Sa date est passée : elle a quitté les flux et la recherche.'],
    link: shown(facts),
  }),
  'resource.labelled': (facts) => ({
    title: `Référence nationale : ${titled(facts)}`,
    lines: ['Le comité national l’a retenue comme référence nationale.'],
    link: shown(facts),
  }),
  'resource.unlabelled': (facts) => ({
    title: `N’est plus référence nationale : ${titled(facts)}`,
    lines: ['Elle reste publiée.'],
    points: reason(facts),
    link: shown(facts),
  }),
  'resource.adopted': (facts) => ({
    title: `Reprise ailleurs : ${titled(facts)}`,
    lines: lines(`${said(facts, 'by')} l’a reprise${place(facts) ? ` (${place(facts)})` : ''}.`, said(facts, 'result')),
    link: shown(facts),
  }),
  'resource.feedback_received': (facts) => ({
    title: `Un retour de terrain : ${titled(facts)}`,
    lines: lines(place(facts) && `Territoire : ${place(facts)}.`, said(facts, 'comment')),
    link: shown(facts),
  }),
  'resource.verified': (facts) => ({
    title: `Relue par un professionnel : ${titled(facts)}`,
    lines: lines(
      `Périmètre : ${said(facts, 'perimeter')}. Un membre du comité doit la confirmer pour qu’elle se voie.`,
    ),
    link: kept(facts, 'Confirmer ou non'),
    isForYou: true,
  }),
  'resource.verification-due': (facts) => ({
    title: `À vérifier bientôt : ${titled(facts)}`,
    lines: [`Elle compte comme vérifiée jusqu’au ${onDay(facts, 'verifiedUntil').replace(/^le /, '')}.`],
    link: kept(facts),
    isForYou: true,
  }),
  'resource.verification-lapsed': (facts) => ({
    title: `Relecture échue : ${titled(facts)}`,
    lines: ['La relecture du professionnel n’est plus valable : une nouvelle est nécessaire.'],
    link: kept(facts),
    isForYou: true,
  }),
  'resource.request': (facts) => ({
    title: `Demande de l’auteur : ${titled(facts)}`,
    lines: [`Le réseau qui l’a produite demande ${command(facts)}.`],
    points: reason(facts),
    link: { path: '/comite/demandes', label: 'Répondre à la demande' },
    isForYou: true,
  }),
  'resource.request-declined': (facts) => ({
    title: `Demande déclinée : ${titled(facts)}`,
    lines: [`Vous demandiez ${command(facts)}. Le comité n’y a pas donné suite.`],
    points: reason(facts),
    link: kept(facts),
  }),
  'label.not-granted': (facts) => ({
    title: `Pas retenue comme référence nationale : ${titled(facts)}`,
    lines: ['Elle reste publiée. Voici les motifs du comité.'],
    points: several(facts, 'reasons'),
    link: kept(facts),
  }),
  'trial.volunteered': (facts) => ({
    title: `Un réseau l’essaie : ${titled(facts)}`,
    lines: [`${said(facts, 'by')} se porte volontaire${place(facts) ? ` (${place(facts)})` : ''}.`],
    link: { path: path('/ressources/', facts, 'resourceId', '/essais'), label: 'Voir les essais' },
  }),
  'trial.closed': (facts) => ({
    title: `Essai terminé : ${titled(facts)}`,
    lines: ['Le réseau qui a produit la ressource a clos l’essai. Merci d’y avoir pris part !'],
    link: { path: path('/ressources/', facts, 'resourceId', '/essais'), label: 'Voir les essais' },
  }),
};
