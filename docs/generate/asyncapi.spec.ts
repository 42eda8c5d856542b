import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { allEvents } from '#contracts';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { generatedFiles } from './generated-files.ts';

const generated = generatedFiles();

describe.each(Object.keys(generated))('%s', (name) => {
  it('is what the contracts say; else: npm run generate', () => {
    const file = join(projectRoot(), name);
    expect(existsSync(file) && readFileSync(file, 'utf8') === generated[name]).toBe(true);
  });
});

describe('The AsyncAPI document', () => {
  it('is valid, and has every event', async () => {
    const { document, diagnostics } = await new Parser().parse(generated['docs/asyncapi.yaml'] ?? '');
    const errors = diagnostics.filter(({ severity }) => severity < 2);
    expect(errors.map(({ path, message }) => `${path.join('/')}: ${message}`)).toEqual([]);
    const addresses = document
      ?.channels()
      .all()
      .map((channel) => channel.address());
    expect(addresses).toEqual(expect.arrayContaining(allEvents().map(({ type }) => type)));
  });
});
