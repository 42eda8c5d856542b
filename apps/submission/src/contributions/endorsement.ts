import { ContributionNotFound } from './contribution.problems.ts';
import { type Contribution, latestVersion, moveTo } from './contribution.ts';
import { endorsed } from './hand-in.ts';

/** The latest version goes to the committee. `by` is null when its key endorses by itself. @throws ContributionNotMovable */
export const passToCommittee = (contribution: Contribution, by: string | null, now: Date) => {
  const status = moveTo('in-review', contribution.status);
  const version = latestVersion(contribution);
  if (!version) throw new ContributionNotFound();
  const at = now.toISOString();
  const passed = { ...version, endorsedAt: at, endorsedBy: by };
  return {
    changes: {
      status,
      versions: [...contribution.versions.slice(0, -1), passed],
      history: [...contribution.history, { at, what: 'endorsed' as const, version: version.version }],
    },
    announced: [endorsed(contribution._id, passed)],
  };
};
