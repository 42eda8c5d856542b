import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allEvents, announce, announcers, defineEvent } from '#contracts';

describe('An event', () => {
  it.each([
    'thing.happened.v1',
    'portal.page.opened.v1',
    'editorial.resource.published',
    'editorial.resource.published.v',
    'editorial.resource.published.v1.extra',
    'Editorial.resource.published.v1',
    'editorial.Resource.published.v1',
    'editorial.resource.*.v1',
    'editorial..published.v1',
    ' editorial.resource.published.v1',
  ])('is not declared as %j: refused at boot', (type) => {
    expect(() => defineEvent(type, 'Nothing.', z.object({}))).toThrow(
      'is not <service>.<thing>.<past participle>.v<n>',
    );
  });

  it('is declared once', () => {
    defineEvent('watch.hive.found.v1', 'A hive.', z.object({}));
    expect(() => defineEvent('watch.hive.found.v1', 'Another.', z.object({}))).toThrow('is declared twice');
    defineEvent('watch.hive.found.v2', 'A hive, told otherwise.', z.object({}));
  });

  it('belongs to the service that its type begins with, says what happened, and can be described as JSON', () => {
    expect(allEvents().length).toBeGreaterThan(10);
    for (const { type, service, summary, schema } of allEvents()) {
      expect(announcers).toContain(service);
      expect(type.startsWith(`${service}.`)).toBe(true);
      expect(summary).toMatch(/\.$/);
      expect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).toMatchObject({ type: 'object' });
    }
  });

  it('that does not match its schema is never announced', () => {
    const hiveLost = defineEvent('watch.hive.lost.v1', 'A hive.', z.object({ bees: z.number() }));
    expect(() => announce(hiveLost, { bees: 'many' } as never)).toThrow();
    expect(announce(hiveLost, { bees: 3, honey: 'much' } as never)).toEqual({ type: hiveLost.type, data: { bees: 3 } });
  });
});
