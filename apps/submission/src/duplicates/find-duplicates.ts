import { Injectable } from '@nestjs/common';
import { holds, networksOf, type Principal } from '#access';
import type { ContributionContent } from '#contracts';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { type Contribution, wasPublished } from '../contributions/contribution.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { type Likeness, likenesses, type Marks, marksOf, similarity } from './marks.ts';

export interface Duplicate {
  readonly id: string;
  readonly title: string;
  readonly network: { readonly id: string; readonly slug: string; readonly name: string } | null;
  readonly status: string;
  readonly likenesses: readonly Likeness[];
  /** 0 to 1. */
  readonly similarity: number;
}

const mostShown = 10;

/** Finds what a contribution may repeat, among what the caller may see. It never stands in the way. */
@Injectable()
export class FindDuplicates {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
  ) {}

  async of(contribution: Contribution, caller: Principal): Promise<Duplicate[]> {
    const { _id, content, files = [] } = contribution;
    return this.like(content, marksOf(content, files), caller, _id);
  }

  async like(
    content: ContributionContent,
    marks: Marks,
    caller: Principal | null,
    except?: string,
  ): Promise<Duplicate[]> {
    const candidates = await this.contributions.sharingMarks(marks);
    const found = candidates
      .filter((other) => other._id !== except && isSeen(other, caller))
      .map((other) => {
        const shown = shownContent(other, caller);
        return {
          other,
          title: shown.content.title ?? '',
          likenesses: likenesses([content, marks], [shown.content, marksOf(shown.content, shown.files)]),
          similarity: Math.round(similarity(content, shown.content) * 100) / 100,
        };
      })
      .filter((candidate) => candidate.likenesses.length > 0)
      .sort((a, b) => b.likenesses.length - a.likenesses.length || b.similarity - a.similarity)
      .slice(0, mostShown);
    const networks = await this.networks.byIds(found.map(({ other }) => other.network));
    return found.map(({ other, ...likeness }) => {
      const network = isNamed(other, caller) ? networks.get(other.network) : undefined;
      return {
        id: other._id,
        network: network ? { id: network._id, slug: network.slug, name: network.name } : null,
        status: other.status,
        ...likeness,
      };
    });
  }
}

/** What is public, what is one’s own network’s, and, for those who review, what was handed in. */
const isSeen = (contribution: Contribution, caller: Principal | null): boolean => {
  if (contribution.status === 'withdrawn' || contribution.status === 'declined') return false;
  if (wasPublished(contribution)) return true;
  if (!caller) return false;
  if (networksOf(caller).includes(contribution.network)) return true;
  return contribution.version > 0 && (holds(caller, 'committee-member') || holds(caller, 'facilitator'));
};

/** Whether its network may be named to them: not to everybody, once it asked that its name go. */
const isNamed = ({ network, removalRequests = [] }: Contribution, caller: Principal | null): boolean =>
  !removalRequests.some(({ what }) => what === 'name') || (caller !== null && networksOf(caller).includes(network));

/** To others, what is public or was handed in: never what its author is writing. */
const shownContent = (
  contribution: Contribution,
  caller: Principal | null,
): Pick<Contribution, 'content' | 'files'> => {
  if (caller && networksOf(caller).includes(contribution.network)) return contribution;
  const published = contribution.committee.findLast(({ outcome }) => outcome === 'published')?.version;
  const { versions } = contribution;
  return versions.find(({ version }) => version === published) ?? versions.at(-1) ?? contribution;
};
