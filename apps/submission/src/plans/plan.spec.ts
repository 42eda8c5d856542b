import { describe, expect, it } from 'vitest';
import { fulfilled, nextDue, type Plan, stageOf } from './plan.ts';

const plan = (given: Partial<Plan> = {}): Plan => ({
  _id: 'p1',
  v: 1,
  network: 'riva',
  title: 'Données',
  family: null,
  regime: 'mandatory',
  cadence: 'monthly',
  dueAt: '2026-01-31T00:00:00.000Z',
  note: null,
  status: 'open',
  fulfilments: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...given,
});

describe('A plan', () => {
  it.each([
    ['2026-01-31T00:00:00.000Z', 'monthly', '2026-02-28T00:00:00.000Z'],
    ['2026-11-30T00:00:00.000Z', 'quarterly', '2027-02-28T00:00:00.000Z'],
    ['2028-02-29T12:00:00.000Z', 'yearly', '2029-02-28T12:00:00.000Z'],
  ] as const)('due on %s, %s, is due again on %s', (dueAt, cadence, next) => {
    expect(nextDue(dueAt, cadence)).toBe(next);
  });

  it.each([
    ['2026-01-16T00:00:00Z', null],
    ['2026-01-17T00:00:00Z', 'due-soon'],
    ['2026-01-31T00:00:00Z', 'due-soon'],
    ['2026-01-31T00:00:01Z', 'overdue'],
  ])('calls on %s for %s', (now, stage) => {
    expect(stageOf(plan().dueAt, new Date(now))).toBe(stage);
  });

  it('is kept once by a contribution, and ends when it was for one', () => {
    const kept = { ...plan(), ...fulfilled(plan(), 'c1', '2026-01-20T00:00:00.000Z') };
    expect(kept).toMatchObject({ dueAt: '2026-02-28T00:00:00.000Z', status: 'open' });
    expect(fulfilled(kept, 'c1', '2026-02-20T00:00:00.000Z')).toBeNull();
    const once = fulfilled(plan({ cadence: 'once' }), 'c1', '2026-01-20T00:00:00.000Z');
    expect(once).toMatchObject({ status: 'closed', fulfilments: [{ contribution: 'c1' }] });
    expect(fulfilled(plan({ status: 'closed' }), 'c2', '2026-01-20T00:00:00.000Z')).toBeNull();
  });
});
