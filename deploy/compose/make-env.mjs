/**
 * `node deploy/compose/make-env.mjs [origin]` writes .env from deploy/compose/.env.example, with a new secret wherever a
 * value is empty there; what only people know stays empty. An .env that exists is left alone.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const [origin] = process.argv.slice(2);

const secretFor = (name) => {
  if (name === 'ESSAIM_BOOTSTRAP_KEY') {
    return `ess_${randomBytes(6).toString('hex')}_${randomBytes(32).toString('base64url')}`;
  }
  if (name.startsWith('ESSAIM_SECRET_KEYS')) return randomBytes(32).toString('base64');
  if (name === 'MONGODB_KEY') return randomBytes(192).toString('base64');
  return randomBytes(24).toString('base64url');
};

const lines = readFileSync(new URL('deploy/compose/.env.example', root), 'utf8').split('\n');
const isTold = (name) => /^ESSAIM_(?:PUBLISHER|HOST|DATA)_/.test(name);

const filled = lines.slice(lines.indexOf('') + 1).map((line) => {
  if (origin && line.startsWith('ESSAIM_ORIGIN=')) return `ESSAIM_ORIGIN=${origin}`;
  const [, empty] = /^([A-Z_]+)=$/.exec(line) ?? [];
  return empty && !isTold(empty) ? `${line}${secretFor(empty)}` : line;
});

try {
  writeFileSync(new URL('.env', root), filled.join('\n'), { mode: 0o600, flag: 'wx' });
  console.log(
    '.env is written. Look at its first lines: the origin, the mail server and who publishes the site are yours to fill in.',
  );
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
  console.error('.env exists already: it is left alone.');
  process.exitCode = 1;
}
