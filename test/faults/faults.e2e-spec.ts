import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness } from './harness.ts';
import { nameOf, randomOf, scenarioOf } from './scenarios.ts';

const sizes = { few: 3, many: 20 };
const receipts = 2 * sizes.many;

/** Another seed each day, the same for everybody; `npm run faults` goes through all of it. */
const seed = Number(process.env.ESSAIM_FAULTS_SEED ?? Math.floor(Date.now() / 86_400_000));
const random = randomOf(seed);
const scenarios = [
  scenarioOf({ victim: 'dissemination', moment: 'fan-out' }, receipts, random),
  scenarioOf({ victim: 'nats', moment: 'fan-out' }, receipts, random),
  scenarioOf({ victim: 'mongo', moment: 'fan-out' }, receipts, random),
  scenarioOf({ victim: 'editorial', moment: 'decided' }, receipts, random),
  scenarioOf({ victim: 'submission', moment: 'endorsed' }, receipts, random),
];

describe(`The main job (seed ${seed})`, () => {
  const harness = new Harness(() => {});
  beforeAll(() => harness.start(sizes), 180_000);
  afterAll(() => harness.stop(), 60_000);

  it.each(scenarios.map((scenario) => [nameOf(scenario), scenario] as const))(
    'reaches everyone once although something is killed: %s',
    async (_, scenario) => {
      expect((await harness.run(scenario)).faults).toEqual([]);
    },
    180_000,
  );

  it('tells nobody anything more afterwards', async () => {
    expect(await harness.lastLook()).toEqual([]);
  });
});
