import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { problemTitles } from './problem-titles.ts';

/** The kinds of refusal that the sources name: as the first argument of a problem, or in a table of plain ones. */
const kinds = (): ReadonlySet<string> => {
  const files = globSync('{apps,libs}/**/*.ts', { cwd: projectRoot() }).filter((file) => !file.endsWith('spec.ts'));
  const found = new Set<string>();
  for (const file of files) {
    const source = readFileSync(join(projectRoot(), file), 'utf8');
    if (!source.includes('Problem')) continue;
    for (const [, kind = ''] of source.matchAll(/super\(\s*'([a-z0-9-]+)',\s*\d{3}/g)) found.add(kind);
    for (const [, kind = ''] of source.matchAll(/type: '([a-z0-9-]+)',\s*fr:/g)) found.add(kind);
  }
  return found;
};

describe('Each kind of refusal', () => {
  it('has a title in French', () => {
    const named = kinds();
    expect(named.size).toBeGreaterThan(80);
    expect([...named].filter((kind) => !problemTitles[kind])).toEqual([]);
  });
});
