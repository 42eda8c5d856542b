/**
 * Fails (exit code 1) when an event contract takes something away since a revision: `HEAD`, or the one given.
 * A change that is not compatible is a new version of the subject, beside the old one.
 */
import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { asyncApiDocument } from './asyncapi-document.ts';
import { breakingChanges, type Described } from './breaking-changes.ts';

const committedAt = (revision: string): Described | undefined => {
  try {
    const shown = execFileSync('git', ['show', `${revision}:docs/asyncapi.yaml`], {
      cwd: projectRoot(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64e6,
    });
    return parse(shown) as Described;
  } catch {
    return undefined;
  }
};

const revision = process.argv[2] ?? 'HEAD';
const before = committedAt(revision);
if (!before) console.log(`${revision} has no docs/asyncapi.yaml: nothing to compare with.`);
for (const change of before ? breakingChanges(before, asyncApiDocument()) : []) {
  console.error(`breaks a contract: ${change}`);
  process.exitCode = 1;
}
