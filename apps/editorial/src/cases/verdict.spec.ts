import { describe, expect, it } from 'vitest';
import type { Scope } from '#contracts';
import { aCase, anOpinion, atOpening, aVerification, marked } from '../../test/builders.ts';
import type { Case, Mark, Opinion } from './case.ts';
import { decidedScope, decidedVerdict, groundsOf, reasonsOf } from './verdict.ts';

const where = (include: string[], exclude: string[] = []): Scope => ({ include, exclude });
/** What members who approve with these scopes decide together; null is no word on it. */
const together = (...scopes: (Scope | null)[]): Scope =>
  decidedScope(aCase({ content: { territories: ['DEP-37'] }, opinions: scopes.map((scope) => anOpinion({ scope })) }));

describe('The decided scope', () => {
  it('includes what more than half of those who approve include', () => {
    expect(together(where(['REG-32']), where(['REG-32']), where(['DEP-75']))).toEqual(where(['REG-32']));
    expect(together(where(['DEP-59', 'DEP-62']), where(['DEP-59']), where(['DEP-62']))).toEqual(
      where(['DEP-59', 'DEP-62']),
    );
  });

  it('is the origin when nothing has a majority: half is none', () => {
    expect(together(where(['REG-32']), where(['REG-28']), where(['DEP-75']))).toEqual(where(['DEP-37']));
    expect(together(where(['REG-32']), where(['REG-28']))).toEqual(where(['DEP-37']));
  });

  it('takes the country as the word for each of its regions, and a region for its départements', () => {
    expect(together(where(['NAT-FR']), where(['REG-32']), where(['REG-32']))).toEqual(where(['REG-32']));
    expect(together(where(['NAT-FR']), where(['REG-32']), where(['DEP-59']))).toEqual(where(['REG-32']));
    expect(together(where(['NAT-FR']), where(['NAT-FR']), where(['REG-32']))).toEqual(where(['NAT-FR']));
  });

  it('excludes what a third of those who approve exclude', () => {
    const all = where(['NAT-FR']);
    const lessAlsace = where(['NAT-FR'], ['DEP-67', 'DEP-68']);
    expect(together(all, all, lessAlsace)).toEqual(lessAlsace);
    expect(together(all, all, all, lessAlsace)).toEqual(all);
    expect(together(all, where(['NAT-FR'], ['REG-44']), lessAlsace)).toEqual(where(['NAT-FR'], ['REG-44']));
  });

  it('excludes by a wider territory what it includes by a narrower one', () => {
    const two = where(['DEP-67', 'DEP-59']);
    expect(together(two, two, where(['NAT-FR'], ['REG-44']))).toEqual(where(['DEP-67', 'DEP-59'], ['REG-44']));
  });

  it('excludes only from what it includes, and is the origin when nothing is left', () => {
    const north = where(['REG-32']);
    expect(together(north, north, where(['REG-32'], ['DEP-75']))).toEqual(north);
    const alsace = where(['DEP-67']);
    expect(together(alsace, alsace, where(['NAT-FR'], ['REG-44']))).toEqual(where(['DEP-37']));
  });

  it('hears the author’s proposal where a member says nothing, and no one who did not approve', () => {
    expect(together(null, null, where(['REG-32']))).toEqual(where(['DEP-37']));
    const content = { territories: ['DEP-37'], scope: where(['NAT-FR'], ['DEP-57']) };
    const silent = [anOpinion(), anOpinion()];
    expect(decidedScope(aCase({ content, opinions: silent }))).toEqual(content.scope);
    const refusal = anOpinion({ recommendation: 'decline', scope: where(['NAT-FR'], ['REG-32']) });
    expect(decidedScope(aCase({ content, opinions: [...silent, refusal] }))).toEqual(content.scope);
    const own = anOpinion({ network: 'producer', scope: where(['NAT-FR'], ['REG-32']) });
    expect(decidedScope(aCase({ content, opinions: [...silent, own] }))).toEqual(content.scope);
  });
});

describe('The verdict of the field test', () => {
  const [everywhere, inspiration] = ['everywhere', 'inspiration'] as const;
  const saying = (verdicts: Opinion['verdict'][], testedIn: string[], comment: string | null = null): Case =>
    aCase({
      content: { fieldTest: { verdict: everywhere, testedIn } },
      opinions: verdicts.map((verdict) => anOpinion({ verdict, comment })),
    });
  const two = ['DEP-37', 'DEP-33'];

  it('is “everywhere” when two thirds of those who approve say so and it was tested in two territories', () => {
    expect(decidedVerdict(saying([everywhere, everywhere, inspiration], two))).toBe(everywhere);
    expect(decidedVerdict(saying([everywhere, everywhere, everywhere, inspiration, inspiration], two))).toBe(
      inspiration,
    );
    expect(decidedVerdict(saying([everywhere, everywhere, null, null], two))).toBe(inspiration);
  });

  it('needs reasons when it was tested in one', () => {
    expect(decidedVerdict(saying([everywhere, everywhere, everywhere], ['DEP-37']))).toBe(inspiration);
    expect(decidedVerdict(saying([everywhere, everywhere, everywhere], ['DEP-37'], 'Rien de local.'))).toBe(everywhere);
  });

  it('is no matter of those who do not approve', () => {
    const subject = saying([everywhere, everywhere], two);
    const opinions = [...subject.opinions, anOpinion({ recommendation: 'decline', verdict: inspiration })];
    expect(decidedVerdict({ ...subject, opinions })).toBe(everywhere);
  });

  it.each(['observation', 'social-watch', 'legal-watch'])('is none for the family %s', (family) => {
    expect(decidedVerdict(aCase({ content: { family, fieldTest: null } }))).toBeNull();
  });
});

describe('The grounds', () => {
  const clarity = (...marks: Mark[]) =>
    groundsOf(
      aCase({ opinions: marks.map((mark) => anOpinion({ criteria: { ...marked('met'), clarity: mark } })) }),
      atOpening,
    ).criteria.clarity;

  it('count opinions and colleges, and name nobody', () => {
    const opinions = [
      anOpinion({ college: 'etat', comment: 'Bien.' }),
      anOpinion({ college: 'expert' }),
      anOpinion({ college: 'expert', recommendation: 'decline' }),
      anOpinion({ college: 'associatif', network: 'producer' }),
    ];
    expect(groundsOf(aCase({ opinions }), atOpening)).toEqual({
      decidedAt: '2026-03-02T09:00:00.000Z',
      policyVersion: 1,
      opinions: 3,
      colleges: { etat: 1, expert: 2 },
      recommendations: { approve: 2, decline: 1 },
      criteria: marked('met'),
    });
  });

  it('show the middle mark; of two middles, the lower', () => {
    expect(clarity('met', 'partly', 'not-met')).toBe('partly');
    expect(clarity('not-met', 'met', 'met')).toBe('met');
    expect(clarity('met', 'partly')).toBe('partly');
    expect(clarity('met', 'not-met', 'not-met', 'met')).toBe('not-met');
  });

  it('leave out those to whom a criterion did not apply', () => {
    expect(clarity('not-applicable', 'not-applicable', 'met')).toBe('met');
    expect(clarity('not-applicable', 'not-applicable')).toBe('not-applicable');
  });

  it('of news leave the endorser out, as the decision does', () => {
    const content = { family: 'social-watch', fieldTest: null };
    const opinions = [anOpinion({ member: 'paul', recommendation: 'decline', comment: 'Non.' }), anOpinion()];
    const subject = aCase({ content, endorsedBy: 'paul', opinions });
    expect(groundsOf(subject, atOpening)).toMatchObject({ opinions: 1, recommendations: { approve: 1 } });
    expect(reasonsOf(subject)).toEqual([]);
  });

  it('give the author the reasons of those who did not approve, whose opinion counted', () => {
    const opinions = [
      anOpinion({ comment: 'Très bien.' }),
      anOpinion({ recommendation: 'decline', comment: 'Trop locale.' }),
      anOpinion({ recommendation: 'request-changes', comment: 'Dater les seuils.' }),
      anOpinion({ recommendation: 'decline', comment: 'Jamais.', member: 'marie' }),
    ];
    expect(reasonsOf(aCase({ opinions, verifications: [aVerification({ verifier: 'marie' })] }))).toEqual([
      'Trop locale.',
      'Dater les seuils.',
    ]);
  });
});
