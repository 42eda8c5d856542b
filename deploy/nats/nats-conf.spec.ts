import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseApproved, keyIssued, keyRevoked } from '#contracts';
import { projectRoot } from '../development/project-root.ts';
import { natsConf } from './nats-conf.ts';
import { permissionsOf } from './permissions.ts';
import { readSource } from './read-source.ts';

describe('deploy/nats/nats.conf', () => {
  it('is what the code needs; else: npm run generate', () => {
    const kept = readFileSync(join(projectRoot(), 'deploy/nats/nats.conf'), 'utf8');
    expect(kept === natsConf()).toBe(true);
  });
});

describe('What a source needs of NATS', () => {
  const source = `
    import { caseApproved, keyIssued, keyRevoked, latestResources } from '#contracts';
    export class PublishEntry {
      @OnEventWith({ concurrency: 4 }, caseApproved)
      async whenApproved() {
        await this.queries.ask(latestResources, { limit: 3 });
      }
    }
    export class RememberKeys {
      @OnEvent(keyIssued, keyRevoked)
      async whenIssued() {
        this.puller.pull({ name: \`webhooks-\${partition}\`, contracts: [caseApproved], signal }, take);
      }
    }`;

  it('is a durable for each reaction, and the subject of each question', () => {
    expect(readSource('source.ts', source)).toEqual({
      consumers: [
        { name: 'publish-entry', contracts: [caseApproved] },
        { name: 'remember-keys', contracts: [keyIssued, keyRevoked] },
        { name: 'webhooks-', contracts: [caseApproved] },
      ],
      asks: ['query.dissemination.latest-resources'],
    });
  });

  it.each([
    'class Hidden { @OnEvent(pick()) async whenPicked() {} }',
    "puller.pull({ name: 'all', contracts: pick() })",
  ])('cannot be told from %s', (hidden) => {
    expect(() => readSource('hidden.ts', hidden)).toThrow('hidden.ts: pick() does not name contracts');
  });
});

describe('The permissions of a service', () => {
  const reaction = { durable: 'watch__index-citations', contracts: [caseApproved] };

  it('name its own durables only', () => {
    const { publish } = permissionsOf('watch', { reactions: [reaction], asks: [] });
    const consumers = publish.flatMap(({ subjects }) => subjects).filter((subject) => subject.includes('CONSUMER'));
    expect(consumers.length).toBeGreaterThan(0);
    for (const subject of consumers) expect(subject).toContain('.EDITORIAL.watch__index-citations');
  });

  it('cannot be made for events that it does not hear', () => {
    expect(() => permissionsOf('portal', { reactions: [reaction], asks: [] })).toThrow(
      'portal does not hear editorial',
    );
  });
});
