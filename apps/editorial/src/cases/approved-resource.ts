import { type AnnouncedResource, announcedResource } from '#contracts';
import { verifiedUntil } from '../policy/revalidation.ts';
import type { Case, Decision } from './case.ts';
import { fieldTestSentence, shownVerification } from './sentences.ts';

/** The public resource that an approving decision makes of a case. */
export const approvedResource = (subject: Case, decision: Decision): AnnouncedResource => {
  const { content, network, contributionId, version, policy, verifications } = subject;
  const scope = decision.scope ?? { include: [...content.territories], exclude: [] };
  const { verdict, decidedAt } = decision;
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
    verification: shownVerification(verifications, decidedAt),
    network: { id: network.networkId, slug: network.slug, name: network.name },
    links: content.links ?? [],
    files: content.files ?? [],
    legalRefs: content.legalRefs ?? [],
    grounds: decision.grounds,
    publishedAt: decidedAt,
    revisedAt: null,
    verifiedUntil: verifiedUntil(policy, content, decidedAt),
    expiresAt: content.expiresAt ? new Date(content.expiresAt).toISOString() : null,
  });
};
