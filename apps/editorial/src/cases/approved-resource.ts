import { type AnnouncedResource, announcedResource } from '#contracts';
import { themes } from '#taxonomy';
import type { Case, Decision } from './case.ts';
import { fieldTestSentence, shownVerification } from './sentences.ts';

/** The public resource that an approving decision makes of a case. */
export const approvedResource = (subject: Case, decision: Decision): AnnouncedResource => {
  const { content, network, contributionId, version, policy, verifications } = subject;
  const scope = decision.scope ?? { include: [...content.territories], exclude: [] };
  const { verdict, decidedAt } = decision;
  const isSensitive = content.family === 'legal-watch' || content.themes.some((theme) => themes.find(theme)?.sensitive);
  const { sensitive, usual } = policy.revalidationMonths;
  return announcedResource.parse({
    ...content,
    id: contributionId,
    version,
    status: 'published',
    label: 'none',
    change: content.change ?? null,
    sector: content.sector ?? null,
    scope,
    fieldTest:
      verdict && content.fieldTest
        ? {
            verdict,
            testedIn: content.fieldTest.testedIn,
            sentence: fieldTestSentence(verdict, content.fieldTest.testedIn, scope),
          }
        : null,
    verification: shownVerification(verifications),
    network: { id: network.networkId, slug: network.slug, name: network.name },
    links: content.links ?? [],
    files: content.files ?? [],
    legalRefs: content.legalRefs ?? [],
    grounds: decision.grounds,
    publishedAt: decidedAt,
    revisedAt: null,
    verifiedUntil: monthsLater(decidedAt, isSensitive ? sensitive : usual),
    expiresAt: content.expiresAt ? new Date(content.expiresAt).toISOString() : null,
  });
};

const monthsLater = (from: string, months: number): string => {
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.toISOString();
};
