import { lines, onDayAndHour, path, said } from './facts.ts';
import type { Facts, WordsOf } from './words.ts';

const named = (facts: Facts): string => {
  const description = said(facts, 'description');
  return description ? `« ${description} » (${said(facts, 'host')})` : said(facts, 'host');
};

/** Its log and what can be done about it; the guide for a notice asked for before it named the network. */
const page = (facts: Facts) =>
  said(facts, 'network')
    ? {
        path: `/animation/reseaux/${encodeURIComponent(said(facts, 'network'))}${path('/webhooks/', facts, 'endpoint')}`,
        label: 'Voir le point de réception',
      }
    : { path: '/developpeurs', label: 'Voir le guide' };

/** What the owners of a webhook endpoint hear of it. */
export const endpointWords: WordsOf<
  'webhook-endpoint.failing' | 'webhook-endpoint.disabled' | 'webhook-endpoint.recovered'
> = {
  'webhook-endpoint.failing': (facts) => ({
    title: `Votre point de réception ne répond pas : ${named(facts)}`,
    lines: lines(
      `En échec depuis ${onDayAndHour(facts, 'failingSince')} (échecs : ${said(facts, 'failures')}). Dernière erreur : ${said(facts, 'lastError') || 'inconnue'}.`,
      'Rien n’est perdu : les envois attendent et repartent dès qu’il répond. Après cinq jours sans un succès, il sera désactivé.',
    ),
    link: page(facts),
    isForYou: true,
  }),
  'webhook-endpoint.disabled': (facts) => ({
    title: `Votre point de réception est désactivé : ${named(facts)}`,
    lines: lines(
      said(facts, 'reason') || `Dernière erreur : ${said(facts, 'lastError') || 'inconnue'}.`,
      'Plus rien ne lui est envoyé. Réparez-le, puis réactivez-le : ce qui a manqué peut être rejoué.',
    ),
    link: page(facts),
    isForYou: true,
  }),
  'webhook-endpoint.recovered': (facts) => ({
    title: `Votre point de réception répond de nouveau : ${named(facts)}`,
    lines: ['Ce qui attendait est parti, dans l’ordre.'],
    link: page(facts),
  }),
};
