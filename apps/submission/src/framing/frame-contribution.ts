import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Principal } from '#access';
import { type ContributionContent, contributionFields } from '#contracts';
import { InvalidFields, Problem } from '#platform';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { type Contribution, latestVersion, type Version, wasPublished } from '../contributions/contribution.ts';
import { findAs } from '../contributions/find-contribution.ts';
import { submitted } from '../contributions/hand-in.ts';
import { HandInNotices } from '../contributions/hand-in-notices.ts';
import { obstacles } from '../contributions/obstacles.ts';

const {
  family,
  format,
  scale,
  territories,
  support,
  sector,
  themes,
  audiences,
  supportTasks,
  uses,
  regime,
  language,
  technicalNature,
  legalRefs,
  expiresAt,
  competences,
} = contributionFields;

/** How a resource is catalogued: what a facilitator may put right. What it says stays its author's. */
export const metadata = z
  .strictObject({
    ...{ family, format, scale, territories, support, themes, audiences, supportTasks, uses, regime, language },
    ...{ competences, legalRefs },
    sector: sector.nullable(),
    technicalNature: technicalNature.nullable(),
    expiresAt: expiresAt.nullable(),
  })
  .partial();
export type Metadata = z.output<typeof metadata>;

class NotAwaitingFraming extends Problem {
  constructor() {
    super('not-awaiting-framing', 409, {
      fr: 'Seule une contribution envoyée, et pas encore transmise, se cadre.',
      en: 'Only what was handed in and not yet passed on is framed.',
    });
  }
}

/**
 * The facilitator puts the catalogue record right. What was handed in never changes: the corrected record is the next
 * version, handed in by them.
 */
@Injectable()
export class FrameContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly notices: HandInNotices,
  ) {}

  async execute(id: string, edits: Metadata, caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const contribution = await findAs('facilitator', this.contributions, id, caller);
      const seen = latestVersion(contribution);
      if (contribution.status !== 'submitted' || !seen) throw new NotAwaitingFraming();
      const { content, names } = corrected(seen.content, edits);
      if (names.length === 0) return contribution;
      const missing = obstacles(content, wasPublished(contribution), now, seen.files);
      if (missing.length) throw new InvalidFields(missing);
      const at = now.toISOString();
      const version: Version = { ...seen, version: seen.version + 1, content, submittedAt: at };
      // Whoever agreed to the text agreed to how it is catalogued.
      const agreements = (contribution.agreements ?? []).flatMap((given) =>
        given.version === seen.version ? [given, { ...given, version: version.version }] : [given],
      );
      const entry = { at, what: 'reframed' as const, version: version.version, reasons: names };
      const changes = {
        content: { ...contribution.content, ...pick(content, names) },
        version: version.version,
        versions: [...contribution.versions, version],
        agreements,
        history: [...contribution.history, entry],
      };
      const told = await this.notices.toAuthor(contribution, 'contribution.reframed', { fields: names });
      return this.contributions.save(contribution, changes, now, submitted(id, version), ...told);
    });
  }
}

const corrected = (before: ContributionContent, edits: Metadata): { content: ContributionContent; names: string[] } => {
  const content: Record<string, unknown> = { ...before };
  const names: string[] = [];
  for (const [name, value] of Object.entries(edits)) {
    if (JSON.stringify(content[name] ?? null) === JSON.stringify(value)) continue;
    names.push(name);
    content[name] = value ?? undefined;
  }
  return { content: content as ContributionContent, names };
};

const pick = (content: ContributionContent, names: readonly string[]): ContributionContent =>
  Object.fromEntries(names.map((name) => [name, content[name as keyof ContributionContent]])) as ContributionContent;
