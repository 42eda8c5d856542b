import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from 'vitest';
import { allEvents } from '#contracts';
import { eventTypeNames } from '../../apps/dissemination/src/webhooks/events/event-types.ts';
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

  it('of webhooks is valid, and has every type that can be received, with its example', async () => {
    const { document, diagnostics } = await new Parser().parse(generated['docs/webhooks.asyncapi.yaml'] ?? '');
    const errors = diagnostics.filter(({ severity }) => severity < 2);
    expect(errors.map(({ path, message }) => `${path.join('/')}: ${message}`)).toEqual([]);
    const messages = document?.allMessages().all() ?? [];
    expect(messages.map((message) => message.name()).sort()).toEqual([...eventTypeNames].sort());
    for (const message of messages) expect(message.examples().all()).toHaveLength(1);
  });
});
