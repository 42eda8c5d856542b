import { describe, expect, it } from 'vitest';
import { isDeeperThan } from './read-json.ts';

const nested = (levels: number): unknown => JSON.parse(`${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`);

describe('The depth of a value', () => {
  it.each([null, 1, 'x', [], {}, { a: [], b: {} }, nested(4)])('of %j is within four levels', (value) => {
    expect(isDeeperThan(4, value)).toBe(false);
  });

  it('is counted along its deepest branch, however deep', () => {
    expect(isDeeperThan(3, nested(4))).toBe(true);
    expect(isDeeperThan(4, { shallow: 1, deep: nested(4) })).toBe(true);
    expect(isDeeperThan(100, nested(200_000))).toBe(true);
  });
});
