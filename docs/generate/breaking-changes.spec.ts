import { describe, expect, it } from 'vitest';
import { asyncApiDocument } from './asyncapi-document.ts';
import { breakingChanges, type Described } from './breaking-changes.ts';
import type { JsonSchema } from './schemas.ts';

const type = 'editorial.case.opened.v1';

const anEvent = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): Described => ({
  components: {
    messages: { [type]: { payload: { $ref: '#/components/schemas/facts' } } },
    schemas: { facts: { type: 'object', properties, required } },
  },
});

const word = { type: 'string', maxLength: 80 };
const number = { type: 'integer' };
const before = anEvent({ id: word, count: number, kind: { type: 'string', enum: ['a', 'b'] } });
const { id, count, kind } = (before.components.schemas.facts?.properties ?? {}) as Record<string, JsonSchema>;
const now = (properties: Record<string, JsonSchema | undefined>, required?: string[]): string[] =>
  breakingChanges(before, anEvent(properties as Record<string, JsonSchema>, required));

describe('Between two versions of the contracts,', () => {
  it('no change is none', () => {
    expect(breakingChanges(asyncApiDocument(), asyncApiDocument())).toEqual([]);
  });

  it('a new event, a new optional field, a wider limit or one more value break nothing', () => {
    const wider = {
      id: { ...word, maxLength: 90 },
      count,
      kind: { type: 'string', enum: ['a', 'b', 'c'] },
      more: word,
    };
    expect(now(wider, ['id', 'count', 'kind'])).toEqual([]);
    expect(breakingChanges({ components: { messages: {}, schemas: {} } }, before)).toEqual([]);
  });

  it.each<[string, Record<string, JsonSchema | undefined>, string[] | undefined, string]>([
    ['a field that is gone', { id, kind }, undefined, '.count is gone'],
    ['a type that changed', { id, kind, count: word }, undefined, '.count was integer and is string'],
    [
      'a field that may now be null',
      { id, kind, count: { anyOf: [number, { type: 'null' }] } },
      undefined,
      '.count was integer and is integer or null',
    ],
    ['a new field that is required', { id, kind, count, more: word }, undefined, '.more is new and required'],
    ['a field that may now be absent', { id, kind, count }, ['id', 'kind'], '.count may now be absent'],
    [
      'a value that is gone',
      { id, count, kind: { type: 'string', enum: ['a'] } },
      undefined,
      '.kind may no longer be b',
    ],
    [
      'a narrower limit',
      { id: { ...word, maxLength: 70 }, kind, count },
      undefined,
      '.id has a narrower maxLength: 70',
    ],
    [
      'a type of items that changed',
      { id, kind, count: { type: 'array', items: word } },
      undefined,
      '.count was integer and is array',
    ],
  ])('%s breaks', (_, properties, required, change) => {
    expect(now(properties, required)).toEqual([`${type}${change}`]);
  });

  it('an optional field that becomes required breaks', () => {
    expect(breakingChanges(anEvent({ id: word }, []), anEvent({ id: word }))).toEqual([`${type}.id is now required`]);
  });

  it('what lies deeper is seen, behind references, lists and names', () => {
    const deep = (leaf: JsonSchema) => ({
      list: { type: 'array', items: { type: 'object', additionalProperties: leaf } },
    });
    expect(breakingChanges(anEvent(deep(word)), anEvent(deep(number)))).toEqual([
      `${type}.list[].* was string and is integer`,
    ]);
  });

  it('an event that is gone breaks', () => {
    expect(breakingChanges(before, { components: { messages: {}, schemas: {} } })).toEqual([`${type} is gone`]);
  });
});
