import type { AnnouncedContent } from '#contracts';
import type { Case } from '../cases/case.ts';

export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields that differ between two versions, each with what it was and what it is; null when it was not there. */
export const changedFields = (before: AnnouncedContent, after: AnnouncedContent): FieldChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((field) => {
    const [was, is] = [before[field] ?? null, after[field] ?? null];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, before: was, after: is }];
  });

/** What was said and decided on the versions before, the latest first, and what each changed. */
export const earlierRounds = (subject: Case, cases: readonly Case[]) => {
  const before = cases.filter(({ version }) => version < subject.version).sort((a, b) => b.version - a.version);
  return {
    changesSince: before[0] ? changedFields(before[0].content, subject.content) : [],
    rounds: before.map(({ _id, version, decision, opinions, openedAt }) => ({
      caseId: _id,
      version,
      openedAt,
      decision,
      opinions,
    })),
  };
};
