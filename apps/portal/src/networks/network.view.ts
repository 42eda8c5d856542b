import { actorTypes, circles, frenchList, networkKinds, sectors, supportLevels } from '#taxonomy';
import type { Network } from './directory.ts';

/** A network as people read it. */
export const networkView = (network: Network) => ({
  path: `/reseaux/${encodeURIComponent(network.slug)}`,
  slug: network.slug,
  name: network.name,
  kind: networkKinds.label(network.networkKind),
  actor: network.actorTypeLabel ?? actorTypes.label(network.actorType),
  circle: circles.label(network.circle),
  territories: frenchList(network.territories),
  sector: network.sector && sectors.label(network.sector),
  level: network.supportLevel && supportLevels.label(network.supportLevel),
  isUmbrella: network.isUmbrella,
});

const french = new Intl.Collator('fr');

export const byName = (a: Network, b: Network): number => french.compare(a.name, b.name);
