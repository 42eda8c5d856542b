/** Writes deploy/nats/nats.conf; with `--check`, only says whether it is what the code needs (1 when it is stale). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../development/project-root.ts';
import { natsConf } from './nats-conf.ts';

const file = join(projectRoot(), 'deploy/nats/nats.conf');

if (!process.argv.includes('--check')) writeFileSync(file, natsConf());
else if (readFileSync(file, 'utf8') !== natsConf()) {
  console.error('deploy/nats/nats.conf is stale: run `npm run generate`.');
  process.exitCode = 1;
}
