import { announce, announcedContent, contributionEndorsed, contributionSubmitted } from '#contracts';
import { InvalidFields } from '#platform';
import { attachmentObstacles } from '../attachments/attachment.ts';
import type { Network } from '../networks/network.ts';
import { type ProductionPolicy, refusals } from '../policy/production-policy.ts';
import { charter } from './charter.ts';
import { awaitedAgreements, type Contribution, moveTo, type Version, wasPublished } from './contribution.ts';
import { licenceObstacles, type Original } from './licences.ts';
import { obstacles } from './obstacles.ts';

/** Who hands a version in, and whether that counts as endorsed. */
export interface HandedInBy {
  readonly id: string;
  readonly selfEndorsing: boolean;
}

/** What a version is held against. */
export interface Rules {
  readonly policy: ProductionPolicy;
  /** What it adapts, when that is ours. */
  readonly original: Original | null;
}

/**
 * The next version of a contribution, complete and frozen, and what is announced about it.
 *
 * @throws InvalidFields (422) listing everything that is missing; ContributionNotMovable (409).
 */
export const handIn = (contribution: Contribution, network: Network, by: HandedInBy, rules: Rules, now: Date) => {
  const status = moveTo('submitted', contribution.status);
  const found = allObstacles(contribution, network, rules, now);
  if (found.length) throw new InvalidFields(found);
  const at = now.toISOString();
  const version = frozen(contribution, network, by, rules, at);
  const handedIn = {
    ...contribution,
    versions: [...contribution.versions, version],
    agreements: contribution.agreements,
  };
  const isEndorsed = by.selfEndorsing && awaitedAgreements(handedIn).length === 0;
  const latest: Version = isEndorsed ? { ...version, endorsedAt: at } : version;
  const history = [
    ...contribution.history,
    { at, what: 'submitted' as const, version: version.version },
    ...(isEndorsed ? [{ at, what: 'endorsed' as const, version: version.version }] : []),
  ];
  return {
    changes: {
      status: isEndorsed ? moveTo('in-review', status) : status,
      version: version.version,
      versions: [...contribution.versions, latest],
      history,
    },
    announced: [submitted(contribution._id, latest), ...(isEndorsed ? [endorsed(contribution._id, latest)] : [])],
  };
};

const allObstacles = (contribution: Contribution, network: Network, { policy, original }: Rules, now: Date) => {
  const { content, files } = contribution;
  const { family, territories, sponsor, licence } = content;
  return [
    ...obstacles(content, wasPublished(contribution), now, files),
    ...attachmentObstacles(files ?? []),
    ...licenceObstacles(licence, network.actorType, original),
    ...refusals(policy, { network, family, territories, sponsor }),
  ];
};

const frozen = (
  contribution: Contribution,
  network: Network,
  by: HandedInBy,
  { policy }: Rules,
  at: string,
): Version => ({
  version: contribution.version + 1,
  content: contribution.content,
  ...(contribution.files?.length ? { files: contribution.files } : {}),
  network: {
    networkId: network._id,
    slug: network.slug,
    name: network.name,
    circle: network.circle,
    networkKind: network.networkKind,
    actorType: network.actorType,
  },
  involvedNetworks: involved(contribution, network),
  awaits: awaiting(contribution, network),
  submittedAt: at,
  submittedBy: by.id,
  endorsedAt: null,
  endorsedBy: null,
  charter: { version: charter.version, acceptedAt: at, by: by.id },
  policyVersion: policy.version,
  ...(by.selfEndorsing ? { selfEndorsing: true } : {}),
});

const involved = ({ content }: Contribution, network: Network): string[] => [
  ...new Set([network._id, ...(content.coProducers ?? []), ...(content.sponsor ? [content.sponsor] : [])]),
];

/** A sponsor that the operators registered has agreed once for all. */
const awaiting = ({ content }: Contribution, { _id, sponsor }: Network): string[] => {
  const answerable = content.sponsor && content.sponsor !== sponsor ? [content.sponsor] : [];
  return [...new Set([...(content.coProducers ?? []), ...answerable])].filter((each) => each !== _id);
};

/** What was handed in was checked to be whole: what is still missing would be refused here. */
const handedIn = (contributionId: string, version: Version) => {
  const { observation } = version.content;
  return {
    contributionId,
    version: version.version,
    network: version.network,
    involvedNetworks: [...version.involvedNetworks],
    content: announcedContent.parse({
      // From the networks up, unless the author says that it comes down to them.
      flow: 'ascending',
      ...version.content,
      ...(observation ? { observation: { producer: version.network.name, ...observation } } : {}),
      ...(version.files?.length ? { files: version.files.map(announcedFile) } : {}),
    }),
    submittedAt: version.submittedAt,
  };
};

const announcedFile = ({ id, url, name, type, bytes, sha256, accessible, textAlternative }: AnnouncedFile) => ({
  id,
  url,
  name,
  type,
  bytes,
  sha256,
  accessible,
  ...(textAlternative ? { textAlternative } : {}),
});
type AnnouncedFile = NonNullable<Version['files']>[number];

/** Waits for the facilitator. */
export const submitted = (id: string, version: Version) => announce(contributionSubmitted, handedIn(id, version));

/** Passed to the committee. */
export const endorsed = (id: string, version: Version) =>
  announce(contributionEndorsed, {
    ...handedIn(id, version),
    endorsedAt: version.endorsedAt ?? version.submittedAt,
    endorsedBy: version.endorsedBy,
  });
