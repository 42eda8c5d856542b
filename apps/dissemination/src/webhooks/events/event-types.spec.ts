import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { bodySchema, eventCatalogue } from './event-schemas.ts';
import { eventTypeNames, eventTypes, usualEvents } from './event-types.ts';

describe.each(eventCatalogue)('$type', ({ type, schema, example, version, description }) => {
  it('has an example that fits its schema, as we read it and as another reads its JSON Schema', () => {
    expect(bodySchema(type).parse(example)).toEqual(example);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(example) || validate.errors).toBe(true);
    expect(validate({ ...example, data: {} })).toBe(false);
  });

  it('is named as Standard Webhooks asks, has a version and a French sentence, and is under 20 kB', () => {
    expect(type).toMatch(/^[a-z_]+(\.[a-z_]+)*$/);
    expect(version).toBeGreaterThanOrEqual(1);
    expect(description).toMatch(/^\p{Lu}.*\.$/u);
    expect(Buffer.byteLength(JSON.stringify(example))).toBeLessThan(20_000);
  });
});

describe('Event types', () => {
  it('that concern a contribution are for its producer, and are not in what an endpoint gets that asks for nothing', () => {
    const own = eventTypeNames.filter((type) => eventTypes[type].audience === 'producer');
    expect(own).toEqual([
      ...eventTypeNames.filter((type) => type.startsWith('contribution.')),
      'resource.feedback_received',
    ]);
    expect(usualEvents.some((type) => own.includes(type))).toBe(false);
  });
});
