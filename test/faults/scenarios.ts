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

/** @param receipts how many there will be in all */
export const scenarioOf = (
  { victim, moment, how = 'kill', beside = false }: { victim: Victim; moment: Moment; how?: Strike; beside?: boolean },
  receipts: number,
  random: () => number,
): Scenario => ({
  victim,
  moment,
  how,
  beside,
  audience: moment === 'fan-out' ? 'many' : 'few',
  afterReceipts: 1 + Math.floor(random() * receipts * 0.8),
  delayMs: Math.floor(random() * 40),
  downMs: Math.floor(random() * 2_000),
});

/** Every victim at every moment; then two instances of dissemination, one of which is paused or killed. */
export const everyScenario = (receipts: number, random: () => number): Scenario[] => {
  const ofEach = victims.flatMap((victim) => moments.map((moment) => scenarioOf({ victim, moment }, receipts, random)));
  const ofTwo = (['dissemination', 'dissemination-2'] as const).flatMap((victim) =>
    (['kill', 'pause'] as const).map((how) =>
      scenarioOf({ victim, how, moment: 'fan-out', beside: true }, receipts, random),
    ),
  );
  const all = [...ofEach, ...ofTwo];
  return all
    .map((scenario) => ({ scenario, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ scenario }) => scenario);
};

/** As a person writes it: `dissemination/fan-out`, `dissemination+pause/fan-out`. */
export const nameOf = ({ victim, how, beside, moment }: Scenario): string =>
  `${victim}${beside ? `+${how}` : ''}/${moment}`;
