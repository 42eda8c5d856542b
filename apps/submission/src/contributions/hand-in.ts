import { announce, announcedContent, contributionEndorsed, contributionSubmitted } from '#contracts';
import { InvalidFields } from '#platform';
import type { Network } from '../networks/network.ts';
import { type Contribution, moveTo, obstacles, type Version, wasPublished } from './contribution.ts';

/** Who hands a version in, and whether that counts as endorsed. */
export interface HandedInBy {
  readonly id: string;
  readonly selfEndorsing: boolean;
}

/**
 * The next version of a contribution, complete and frozen, and what is announced about it.
 *
 * @throws InvalidFields (422) listing everything that is missing; ContributionNotMovable (409).
 */
export const handIn = (contribution: Contribution, network: Network, by: HandedInBy, now: Date) => {
  const status = moveTo('submitted', contribution.status);
  const found = obstacles(contribution.content, wasPublished(contribution), now);
  if (network.circle === 'other' && !contribution.content.sponsor) {
    found.push({
      pointer: '/sponsor',
      code: 'sponsor-required',
      detail: {
        fr: 'Hors des cercles 1 à 3, un réseau parrain est nécessaire (politique de production).',
        en: 'Outside circles 1 to 3 a sponsor network is needed (production policy).',
      },
    });
  }
  if (found.length) throw new InvalidFields(found);
  const at = now.toISOString();
  const version: Version = {
    version: contribution.version + 1,
    content: contribution.content,
    network: {
      networkId: network._id,
      slug: network.slug,
      name: network.name,
      circle: network.circle,
      networkKind: network.networkKind,
      actorType: network.actorType,
    },
    involvedNetworks: involved(contribution, network),
    submittedAt: at,
    submittedBy: by.id,
    endorsedAt: by.selfEndorsing ? at : null,
    endorsedBy: null,
  };
  const history = [
    ...contribution.history,
    { at, what: 'submitted' as const, version: version.version },
    ...(by.selfEndorsing ? [{ at, what: 'endorsed' as const, version: version.version }] : []),
  ];
  return {
    changes: {
      status: by.selfEndorsing ? moveTo('in-review', status) : status,
      version: version.version,
      versions: [...contribution.versions, version],
      history,
    },
    announced: [
      submitted(contribution._id, version),
      ...(by.selfEndorsing ? [endorsed(contribution._id, version)] : []),
    ],
  };
};

const involved = ({ content }: Contribution, network: Network): string[] => [
  ...new Set([network._id, ...(content.coProducers ?? []), ...(content.sponsor ? [content.sponsor] : [])]),
];

/** What was handed in was checked to be whole: what is still missing would be refused here. */
const handedIn = (contributionId: string, { version, network, involvedNetworks, content, submittedAt }: Version) => ({
  contributionId,
  version,
  network,
  involvedNetworks: [...involvedNetworks],
  content: announcedContent.parse(content),
  submittedAt,
});

/** Waits for the facilitator. */
export const submitted = (id: string, version: Version) => announce(contributionSubmitted, handedIn(id, version));

/** Passed to the committee. */
export const endorsed = (id: string, version: Version) =>
  announce(contributionEndorsed, {
    ...handedIn(id, version),
    endorsedAt: version.endorsedAt ?? version.submittedAt,
    endorsedBy: version.endorsedBy,
  });
