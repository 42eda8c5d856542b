import { describe, expect, it } from 'vitest';
import { isAtLeast, versionIn } from './programs.ts';

describe('The version of a program', () => {
  it.each([
    ['db version v8.0.4\nBuild Info: { "version": "8.0.4" }', [8, 0, 4]],
    ['nats-server: v2.15.2', [2, 15, 2]],
    ['cargo 1.95.0 (f2d3ce0bd 2026-03-21)', [1, 95, 0]],
    ['no number here', undefined],
  ])('is read from %j', (output, version) => {
    expect(versionIn(output)).toEqual(version);
  });

  it.each([
    [[2, 12], [2, 12], true],
    [[2, 9, 10], [2, 12], false],
    [[3], [2, 12], true],
    [[8, 0, 4], [7], true],
    [[6, 9], [7], false],
  ])('%j compared with %j at least: %s', (version, wanted, enough) => {
    expect(isAtLeast(version, wanted)).toBe(enough);
  });
});
