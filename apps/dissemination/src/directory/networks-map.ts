import { actorTypes, circles, networkKinds, pointOf, territoryName } from '#taxonomy';
import type { PublicOrigin } from '../public-origin.ts';
import type { KnownNetwork } from './network.repository.ts';

/** The networks as GeoJSON (RFC 7946): a mark amid the territories of each. */
export const networksMap = (origin: PublicOrigin, networks: readonly KnownNetwork[]) => ({
  type: 'FeatureCollection',
  features: networks.map((network) => {
    const point = pointOf(network.territories);
    return {
      type: 'Feature',
      id: network.networkId,
      geometry: point ? { type: 'Point', coordinates: point } : null,
      properties: {
        slug: network.slug,
        name: network.name,
        url: origin.address(`/reseaux/${network.slug}`),
        circle: { id: network.circle, label: circles.label(network.circle) },
        networkKind: { id: network.networkKind, label: networkKinds.label(network.networkKind) },
        actorType: { id: network.actorType, label: actorTypes.label(network.actorType) },
        territories: network.territories.map((code) => ({ code, name: territoryName(code) })),
        sector: network.sector,
        supportLevel: network.supportLevel,
        isUmbrella: network.isUmbrella,
      },
    };
  }),
});
