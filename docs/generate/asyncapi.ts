/** Writes docs/asyncapi.yaml and docs/events.md; with `--check`, only says whether they are stale (exit code 1). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { generatedFiles } from './generated-files.ts';

for (const [name, content] of Object.entries(generatedFiles())) {
  const file = join(projectRoot(), name);
  if (!process.argv.includes('--check')) writeFileSync(file, content);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== content) {
    console.error(`${name} is stale: run \`npm run generate\`.`);
    process.exitCode = 1;
  }
}
