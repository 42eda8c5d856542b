import type { Strike, Victim } from './faults.ts';
import { victims } from './faults.ts';
import type { Scenario } from './harness.ts';
import { type Moment, moments } from './main-job.ts';

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

interface Wanted {
  readonly victim: Victim;
  readonly moment: Moment;
  readonly how?: Strike;
  readonly beside?: boolean;
}

const audiences: Partial<Record<Moment, Scenario['audience']>> = { 'fan-out': 'many', 'signing-up': 'new' };

/** @param receipts how many there will be in all */
export const scenarioOf = (
  { victim, moment, how = 'kill', beside = false }: Wanted,
  receipts: number,
  random: () => number,
): Scenario => ({
  victim,
  moment,
  how,
  beside,
  audience: audiences[moment] ?? 'few',
  afterReceipts: 1 + Math.floor(random() * receipts * 0.8),
  delayMs: Math.floor(random() * 40),
  downMs: Math.floor(random() * 2_000),
});

/**
 * Every victim killed at every moment; some paused, killed again and again, slowed down, or away for long, both engines for
 * ten minutes; and two instances of dissemination, one of which is killed or paused.
 */
export const everyScenario = (receipts: number, random: () => number): Scenario[] => {
  const killed = victims.flatMap((victim) => moments.map((moment) => ({ victim, moment })));
  const others = [
    { victim: 'editorial', moment: 'decided', how: 'pause' },
    { victim: 'mongo', moment: 'fan-out', how: 'pause' },
    { victim: 'nats', moment: 'fan-out', how: 'pause' },
    { victim: 'dissemination', moment: 'fan-out', how: 'pause' },
    { victim: 'editorial', moment: 'decided', how: 'loop' },
    { victim: 'dissemination', moment: 'fan-out', how: 'loop' },
    { victim: 'nats', moment: 'decided', how: 'long' },
    { victim: 'mongo', moment: 'fan-out', how: 'long' },
    { victim: 'mongo', moment: 'fan-out', how: 'slow' },
    { victim: 'nats', moment: 'decided', how: 'slow' },
    { victim: 'engines', moment: 'fan-out', how: 'away' },
  ] as const;
  const ofTwo = (['dissemination', 'dissemination-2'] as const).flatMap((victim) =>
    (['kill', 'pause'] as const).map((how) => ({ victim, how, moment: 'fan-out' as const, beside: true })),
  );
  return inAnyOrder([...killed, ...others, ...ofTwo], receipts, random);
};

/** Engines whose disks have no room left, at moments when something is to be written. */
export const fullDiskScenarios = (receipts: number, random: () => number): Scenario[] =>
  inAnyOrder(
    (['mongo', 'nats'] as const).flatMap((victim) =>
      (['submitting', 'second-opinion', 'fan-out'] as const).map((moment) => ({
        victim,
        moment,
        how: 'full' as const,
      })),
    ),
    receipts,
    random,
  );

const inAnyOrder = (all: readonly Wanted[], receipts: number, random: () => number): Scenario[] =>
  all
    .map((wanted) => ({ scenario: scenarioOf(wanted, receipts, random), rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ scenario }) => scenario);

/** As a person writes it: `dissemination/fan-out`, `dissemination+pause/fan-out`, `dissemination+two/fan-out`. */
export const nameOf = ({ victim, how, beside, moment }: Scenario): string =>
  `${[victim, ...(how === 'kill' ? [] : [how]), ...(beside ? ['two'] : [])].join('+')}/${moment}`;
