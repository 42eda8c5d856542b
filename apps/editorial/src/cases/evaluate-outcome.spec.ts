import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aCase, anOpinion, atOpening, daysLater, marked, opinionsSaying } from '../../test/builders.ts';
import { criteria, type Opinion, type Recommendation, recommendations } from './case.ts';
import { evaluate } from './evaluate.ts';

const absent = ['somebody who has not spoken'];
const outcomeOf = (opinions: readonly Opinion[], seats: readonly string[] = absent, now = atOpening) =>
  evaluate(aCase({ opinions }), seats, now).outcome;
const [yes, no, changes] = ['approve', 'decline', 'request-changes'] as const;

describe('The committee', () => {
  it.each<[Recommendation[], string | null]>([
    [[yes, yes, yes], 'published'],
    // Two thirds, exactly.
    [[yes, yes, no], 'published'],
    [[yes, yes, changes], 'published'],
    [[yes, yes, yes, yes, no, changes], 'published'],
    // Three fifths are less than two thirds.
    [[yes, yes, yes, no, no], null],
    [[yes, yes, yes, changes, changes], null],
    // More than half decline.
    [[no, no, yes], 'declined'],
    [[no, no, no, no], 'declined'],
    [[no, no, no, yes, changes], 'declined'],
    // Half is not more than half.
    [[no, no, yes, yes], null],
    [[no, no, changes, yes], null],
    [[changes, changes, no, no], null],
    // More than half ask for changes.
    [[changes, changes, yes], 'changes-requested'],
    [[changes, changes, no], 'changes-requested'],
    // One of each.
    [[yes, no, changes], null],
  ])('that says %j concludes: %j', (said, outcome) => {
    expect(outcomeOf(opinionsSaying(...said))).toBe(outcome);
  });

  it('that agrees on nothing keeps the case open and says so', () => {
    const subject = aCase({ opinions: opinionsSaying(yes, no, changes) });
    expect(evaluate(subject, absent, atOpening)).toEqual({
      outcome: null,
      missing: [{ code: 'agreement', detail: 'Les avis ne concordent pas encore.' }],
    });
  });

  it.each(criteria)('publishes nothing whose %s a majority finds lacking', (criterion) => {
    const lacking = { criteria: { ...marked('met'), [criterion]: 'not-met' } } as Pick<Opinion, 'criteria'>;
    const opinions = opinionsSaying(yes, yes, yes, yes);
    const withLacking = (count: number) =>
      opinions.map((opinion, n) => (n < count ? { ...opinion, ...lacking } : opinion));
    expect(outcomeOf(withLacking(2))).toBe('published');
    expect(outcomeOf(withLacking(3))).toBeNull();
  });

  it('is not blocked by different criteria that few find lacking, nor by what does not apply', () => {
    const opinions = opinionsSaying(yes, yes, yes).map((opinion, index) => ({
      ...opinion,
      criteria: { ...marked('not-applicable'), [criteria[index] ?? 'clarity']: 'not-met' } as Opinion['criteria'],
    }));
    expect(outcomeOf(opinions)).toBe('published');
  });

  it('asks for changes when every seat has spoken and nothing else is reached', () => {
    const opinions = opinionsSaying(yes, no, changes);
    const seats = opinions.map(({ member }) => member);
    expect(outcomeOf(opinions, seats)).toBe('changes-requested');
    expect(outcomeOf(opinions, [...seats, ...absent])).toBeNull();
    expect(outcomeOf(opinionsSaying(yes, yes, no), seats)).toBe('published');
  });

  it('waits for no seat whose opinion would not count', () => {
    const opinions = [
      ...opinionsSaying(yes, no, changes),
      anOpinion({ network: 'producer', recommendation: 'approve', college: 'expert' }),
    ];
    expect(
      outcomeOf(
        opinions,
        opinions.slice(0, 3).map(({ member }) => member),
      ),
    ).toBe('changes-requested');
  });

  it('asks for changes after 21 days, when there is a quorum', () => {
    const opinions = opinionsSaying(yes, no, changes);
    expect(outcomeOf(opinions, absent, new Date(daysLater(21).getTime() - 1))).toBeNull();
    expect(outcomeOf(opinions, absent, daysLater(21))).toBe('changes-requested');
    expect(outcomeOf(opinionsSaying(yes, no), absent, daysLater(100))).toBeNull();
  });

  it('never says two things: the order of opinions does not matter', () => {
    const some = fc.array(fc.constantFrom(...recommendations), { minLength: 3, maxLength: 9 });
    fc.assert(
      fc.property(some, (said) => {
        const opinions = opinionsSaying(...said);
        expect(outcomeOf(opinions.toReversed())).toBe(outcomeOf(opinions));
      }),
    );
  });
});
