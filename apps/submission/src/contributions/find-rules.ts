import { Injectable } from '@nestjs/common';
import type { ContributionContent } from '#contracts';
import { InvalidFields } from '#platform';
import { ProductionPolicies } from '../policy/production-policies.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { wasPublished } from './contribution.ts';
import type { Rules } from './hand-in.ts';
import type { Original } from './licences.ts';

/** Finds what a version is held against when it is handed in. */
@Injectable()
export class FindRules {
  constructor(
    private readonly policies: ProductionPolicies,
    private readonly contributions: ContributionRepository,
  ) {}

  /** @throws InvalidFields when it adapts something that is not public here */
  async for(content: ContributionContent, now: Date): Promise<Rules> {
    const [policy, original] = await Promise.all([this.policies.current(now), this.originalOf(content)]);
    return { policy, original };
  }

  private async originalOf({ adaptationOf }: ContributionContent): Promise<Original | null> {
    if (!adaptationOf) return null;
    const found = await this.contributions.store.find(adaptationOf);
    const published = found?.committee.findLast(({ outcome }) => outcome === 'published')?.version;
    const version = found?.versions.find((each) => each.version === published);
    if (!found || !version || !wasPublished(found) || found.status === 'withdrawn') throw unknownOriginal();
    return { title: version.content.title ?? '', licence: version.content.licence ?? 'link-only' };
  }
}

const unknownOriginal = () =>
  new InvalidFields([
    {
      pointer: '/adaptationOf',
      code: 'unknown-resource',
      detail: {
        fr: 'Aucune ressource publique n’a cet identifiant. Pour adapter une ressource d’ailleurs, citez-la parmi les liens.',
        en: 'No public resource has this id. To adapt one from elsewhere, cite it among the links.',
      },
    },
  ]);
