import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

interface Rule {
  readonly name: string;
  readonly from: { readonly path: string; readonly pathNot: string };
  readonly to: { readonly path: string };
}

const root = new URL('../../', import.meta.url).pathname;
const architecture: string = '../../.dependency-cruiser.mjs';
const { forbidden } = (await import(architecture)).default as { forbidden: readonly Rule[] };
const folder = mkdtempSync(join(tmpdir(), 'essaim-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What our linter says of a file with this text at that place, in a folder of its own. */
const refusalsAt = (path: string, text: string): string => {
  const { vcs: _, ...config } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', path], { cwd: folder, encoding: 'utf8' });
  return `${stdout}${stderr}`;
};

describe('An address that a user gave', () => {
  it.each(['fetch(address)', 'new WebSocket(address)', 'new EventSource(address)'])(
    'is not reached by %s: one client is the only way out (F27)',
    (call) => {
      const text = `export const reach = (address: string) => ${call};\n`;
      for (const path of ['apps/watch/src/x.ts', 'apps/dissemination/src/webhooks/x.ts', 'libs/mail/x.ts']) {
        expect(refusalsAt(path, text)).toContain('noRestrictedGlobals');
      }
      expect(refusalsAt('libs/outbound-http/x.ts', text)).not.toContain('noRestrictedGlobals');
    },
  );

  it.each(['undici', 'axios', 'got', 'node-fetch', 'node:https', 'node:http2', 'node:net', 'tls'])(
    'is not reached through %s (F27)',
    (name) => {
      const rule = forbidden.find((each) => each.name === 'one-client-for-given-addresses');
      const resolved = /^(?:node:|tls$)/.test(name) ? name : `node_modules/${name}/index.js`;
      expect(resolved).toMatch(new RegExp(rule?.to.path ?? ''));
      expect('apps/watch/src/sources/poll.ts').toMatch(new RegExp(rule?.from.path ?? ''));
      expect('apps/watch/src/sources/poll.ts').not.toMatch(new RegExp(rule?.from.pathNot ?? ''));
    },
  );
});
