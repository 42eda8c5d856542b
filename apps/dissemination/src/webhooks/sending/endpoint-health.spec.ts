import { describe, expect, it } from 'vitest';
import {
  afterDisabled,
  afterEnabled,
  afterFailure,
  afterNotice,
  afterSuccess,
  type Health,
  healthy,
  isHalfOpen,
  isHopeless,
  isNoticeDue,
  isShut,
  noticeOf,
} from './endpoint-health.ts';

const hour = 3_600_000;
const start = new Date('2026-03-02T08:00:00Z');
const at = (hours: number) => new Date(start.getTime() + hours * hour);
const failing = (times: number, now = start, seen = healthy): Health =>
  Array.from({ length: times }).reduce<Health>((health) => afterFailure(health, 'HTTP 500', false, now), seen);

describe('The health of an endpoint', () => {
  it('F31: is not given up for one failed call, however long ago, nor for many in an hour', () => {
    expect(isHopeless(failing(1), at(24 * 30))).toBe(false);
    // All the attempts of one delivery.
    expect(isHopeless(failing(8), at(24 * 6))).toBe(false);
    expect(isHopeless(failing(1_000), at(1))).toBe(false);
    expect(isHopeless(failing(11, at(1), failing(1)), at(24 * 5 - 1))).toBe(false);
    expect(isHopeless(failing(11, at(1), failing(1)), at(24 * 5))).toBe(true);
  });

  it('F31: begins anew with a single success', () => {
    const recovered = afterSuccess(failing(40), at(100));
    expect(recovered).toEqual(healthy);
    expect(isHopeless(failing(1, at(121), recovered), at(121))).toBe(false);
  });

  it('opens the breaker at ten failures in a row, lets one post through, and waits longer each time it fails', () => {
    expect(isShut(failing(9), start)).toBe(false);
    let health = failing(10);
    const waits: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      const until = health.openUntil?.getTime() ?? 0;
      expect(isShut(health, new Date(until - 1))).toBe(true);
      expect(isHalfOpen(health, new Date(until))).toBe(true);
      const opened = health.openings === 1 ? start.getTime() : until - (waits.at(-1) ?? 0);
      waits.push(until - Math.max(opened, start.getTime()));
      health = afterFailure(health, 'timeout', false, new Date(until));
      waits[waits.length - 1] = (health.openUntil?.getTime() ?? 0) - until;
    }
    expect(waits.map((ms) => ms / 60_000)).toEqual([1, 2, 4, 8, 15, 15, 15, 15]);
    expect(isHalfOpen(afterSuccess(health, at(9)), at(9))).toBe(false);
  });

  it('is not shut for longer by what was in the air when the breaker opened', () => {
    const opened = failing(10);
    expect(failing(8, start, opened).openUntil).toEqual(opened.openUntil);
  });

  it('F32: is told to its owner at most once an hour, whatever fails', () => {
    let health = healthy;
    const told: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const now = new Date(start.getTime() + minute * 60_000);
      for (let event = 0; event < 5; event += 1) health = afterFailure(health, 'HTTP 500', true, now);
      if (!isNoticeDue(health, now)) continue;
      told.push(minute);
      health = afterNotice(health, now);
    }
    expect(told).toHaveLength(24);
    expect(told.every((minute, index) => index === 0 || minute - (told[index - 1] ?? 0) >= 60)).toBe(true);
  });

  it('is told at steps on the way to the fifth day, then that it is over', () => {
    const steps: number[] = [];
    let health = failing(10);
    health = afterNotice(health, start);
    for (let hours = 1; hours < 120; hours += 1) {
      health = afterFailure(health, 'HTTP 503', false, at(hours));
      if (!isNoticeDue(health, at(hours))) continue;
      steps.push(noticeOf(health, at(hours)).facts.percentOfFiveDays);
      health = afterNotice(health, at(hours));
    }
    expect(steps).toEqual([50, 70, 90]);
    health = afterDisabled(afterFailure(health, 'HTTP 503', false, at(120)), at(120));
    expect(isNoticeDue(health, at(120))).toBe(true);
    expect(noticeOf(health, at(120))).toMatchObject({
      kind: 'webhook-endpoint.disabled',
      urgency: 'now',
      facts: { failures: 130, lastError: 'HTTP 503', percentOfFiveDays: 100 },
    });
    expect(afterEnabled(health)).toMatchObject({ failures: 0, isOver: false, noticeAt: null });
  });

  it('tells that it is back to whoever was told that it failed, and to nobody else', () => {
    expect(afterSuccess(failing(3), at(1)).noticeAt).toBeNull();
    const told = afterNotice(failing(10), start);
    const back = afterSuccess(told, at(0.5));
    expect(isNoticeDue(back, at(0.5))).toBe(false);
    expect(isNoticeDue(back, at(1))).toBe(true);
    expect(noticeOf(back, at(1)).kind).toBe('webhook-endpoint.recovered');
  });
});
