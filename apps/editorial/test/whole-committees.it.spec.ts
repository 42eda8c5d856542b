import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { caseApproved, caseChangesRequested, caseDeclined } from '#contracts';
import { aDatabaseName, mongoForThisFile } from '../../../test/support/engines.ts';
import { type Case, type Opinion, type Recommendation, recommendations } from '../src/cases/case.ts';
import { quorumFor } from '../src/policy/policy.ts';
import { aCase, anOpinion, atOpening } from './builders.ts';
import { aCommittee, aMember, saying } from './committee.ts';
import { aCommitteeOf, aSeat, fiveColleges } from './committees.ts';

beforeAll(() => Logger.overrideLogger(false));

const networks = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5'];
const seats = fc.array(
  fc.record({
    college: fc.constantFrom(...fiveColleges),
    network: fc.constantFrom(...networks),
    hasDeputy: fc.boolean(),
  }),
  { minLength: 2, maxLength: 8 },
);
const who = { seat: fc.nat({ max: 7 }), asDeputy: fc.boolean() };
const opinion = fc.record({
  ...who,
  what: fc.constant('opine' as const),
  recommendation: fc.constantFrom<Recommendation>(...recommendations, 'approve', 'approve'),
  // Now and then one that was read in another version.
  version: fc.constantFrom(1, 1, 1, 1, 1, 2),
});
const other = fc.record({ ...who, what: fc.constantFrom('withdraw', 'recuse', 'verify', 'object') });
const rules = fc.record({ what: fc.constant('rules' as const), opinions: fc.integer({ min: 1, max: 4 }) });
const deeds = fc.array(fc.oneof({ weight: 6, arbitrary: opinion }, { weight: 2, arbitrary: other }, rules), {
  minLength: 3,
  maxLength: 14,
});
const plot = fc.record({
  seats,
  involved: fc.subarray(networks, { minLength: 1, maxLength: 3 }),
  family: fc.constantFrom('documentary', 'documentary', 'social-watch'),
  deeds,
  /** How many do something at once. */
  atOnce: fc.integer({ min: 1, max: 4 }),
});
type Plot = typeof plot extends fc.Arbitrary<infer Value> ? Value : never;
type Deed = Plot['deeds'][number];

describe('A whole committee, whoever does what and whenever', () => {
  const { aDatabase } = mongoForThisFile();
  let runs = 0;

  /** Two instances of the service on one database; the deeds go to one or the other. */
  const played = async (
    instances: readonly ReturnType<typeof aCommittee>[],
    { seats, involved, family, ...rest }: Plot,
  ) => {
    const [one] = instances as [ReturnType<typeof aCommittee>];
    runs += 1;
    const id = `case-${runs}`;
    const held = seats.map(({ college, network, hasDeputy }, n) =>
      aSeat({ college, network, person: `${id}-${n}`, deputy: hasDeputy ? `${id}-${n}-deputy` : null }),
    );
    const { v: _, ...committee } = aCommitteeOf({ _id: `committee-of-${id}`, seats: held });
    await one.committees.store.insert(committee, atOpening);
    const policy = await one.policies.current(atOpening);
    const facts = { _id: id, contributionId: id, committee: committee._id, policy, involvedNetworks: involved };
    await one.open(aCase({ ...facts, content: { family } }));
    const decidedWith: Case[] = [];
    for (let from = 0; from < rest.deeds.length; from += rest.atOnce) {
      const batch = rest.deeds.slice(from, from + rest.atOnce);
      await Promise.allSettled(batch.map((deed, n) => act(instances[n % 2] ?? one, id, held, deed)));
      const now = await one.cases.store.find(id);
      if (now?.decision) decidedWith.push(now);
    }
    return { subject: (await one.cases.store.find(id)) as Case, told: await one.outbox(id), decidedWith };
  };

  it('never decides without a quorum, twice, or by an opinion that does not count', async () => {
    const name = aDatabaseName();
    const instances = [await aDatabase(aCommittee, name), await aDatabase(aCommittee, name)];
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(plot, async (given) => {
        const { subject, told, decidedWith } = await played(instances, given);
        expectSound(subject);
        const endings = told.filter(({ type }) => decisions.includes(type));
        expect(endings).toHaveLength(subject.decision ? 1 : 0);
        // What decided stays as it was, whatever came after.
        for (const { opinions, decision } of decidedWith) {
          expect([subject.opinions, subject.decision]).toEqual([opinions, decision]);
        }
        if (subject.decision) decided += 1;
      }),
      { numRuns: 40 },
    );
    // Enough of them came to a decision for the above to mean something.
    expect(decided).toBeGreaterThan(8);
  }, 120_000);
});

const decisions: readonly string[] = [caseApproved.type, caseChangesRequested.type, caseDeclined.type];

const act = async (
  committee: ReturnType<typeof aCommittee>,
  id: string,
  held: readonly ReturnType<typeof aSeat>[],
  deed: Deed,
): Promise<unknown> => {
  if (deed.what === 'rules') {
    const changes = { quorum: { usual: { opinions: deed.opinions, colleges: 1 } } };
    const operator = { ...aMember('operator'), grants: [{ role: 'operator' as const }] };
    return committee.addPolicyVersion.execute({ changes, comment: 'Essai.' }, operator, undefined, atOpening);
  }
  const seat = held[deed.seat % held.length] as ReturnType<typeof aSeat>;
  const member = aMember((deed.asDeputy && seat.deputy) || seat.person, seat.college, seat.network);
  switch (deed.what) {
    case 'opine': {
      const { recommendation, version } = deed as Extract<Deed, { what: 'opine' }>;
      const said = saying(anOpinion({ recommendation, version, comment: 'Parce que.' }));
      return committee.recordOpinion.execute(id, said, member, atOpening);
    }
    case 'withdraw':
      return committee.withdrawOpinion.execute(id, member, atOpening);
    case 'recuse':
      return committee.recuse.execute(id, 'Un lien.', member, atOpening);
    case 'object':
      return committee.objectToCase.execute(id, 'Non.', member, atOpening);
    default: {
      const verifier = { ...member, grants: [...member.grants, { role: 'verifier', verifierKind: 'lawyer' } as const] };
      const given = { version: 1, perimeter: 'Tout.', independence: 'third-party' } as never;
      return committee.recordVerification.execute(id, given, verifier, atOpening);
    }
  }
};

/** The rules, said a second time and otherwise, so that one mistake is not made twice. */
const expectSound = (subject: Case): void => {
  const { opinions, decision, involvedNetworks, recusals, verifications, policy, content, version } = subject;
  expect(new Set(opinions.map(({ seat }) => seat)).size).toBe(opinions.length);
  expect(opinions.every((said) => said.version === version)).toBe(true);
  // Nobody gives one where they may not; a conflict that came up later takes theirs out of the count.
  expect(opinions.filter(({ network }) => involvedNetworks.includes(network))).toEqual([]);
  expect(opinions.filter(({ member }) => recusals.some((recusal) => recusal.member === member))).toEqual([]);
  if (!decision) return;
  const counted = opinions.filter(({ member }) => !verifications.some(({ verifier }) => verifier === member));
  const quorum = quorumFor(policy, content.family);
  expect(counted.length).toBeGreaterThanOrEqual(quorum.opinions);
  expect(new Set(counted.map(({ college }) => college)).size).toBeGreaterThanOrEqual(quorum.colleges);
  expect(decision.grounds?.opinions).toBe(counted.length);
  const saying_ = (wanted: Opinion['recommendation']) => counted.filter((one) => one.recommendation === wanted).length;
  if (decision.outcome === 'published') expect(saying_('approve') * 3).toBeGreaterThanOrEqual(counted.length * 2);
  if (decision.outcome === 'declined') expect(saying_('decline') * 2).toBeGreaterThan(counted.length);
  // Once a member objects, only a session decides.
  if (subject.objections.length) expect(subject.session).not.toBeNull();
};
