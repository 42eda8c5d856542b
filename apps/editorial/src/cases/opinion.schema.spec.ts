import { describe, expect, it } from 'vitest';
import { marked } from '../../test/builders.ts';
import { givenOpinion } from './opinion.schema.ts';

const an = (given: object) => ({ version: 1, recommendation: 'approve', criteria: marked('met'), ...given });
const refusedAt = (opinion: unknown): string[] =>
  givenOpinion.safeParse(opinion).error?.issues.map(({ path }) => `/${path.join('/')}`) ?? [];

describe('An opinion', () => {
  it('that approves needs no reasons; any other does', () => {
    expect(refusedAt(an({}))).toEqual([]);
    for (const recommendation of ['decline', 'request-changes']) {
      expect(refusedAt(an({ recommendation }))).toEqual(['/comment']);
      expect(refusedAt(an({ recommendation, comment: null }))).toEqual(['/comment']);
      expect(refusedAt(an({ recommendation, comment: '  ' }))).toContain('/comment');
      expect(refusedAt(an({ recommendation, comment: 'Trop locale.' }))).toEqual([]);
    }
  });

  it('marks each of the four criteria', () => {
    const { clarity: _, ...three } = marked('met');
    expect(refusedAt(an({ criteria: three }))).toEqual(['/criteria/clarity']);
    expect(refusedAt(an({ criteria: { ...marked('met'), beauty: 'met' } }))).toEqual(['/criteria']);
    expect(refusedAt(an({ criteria: { ...marked('met'), clarity: 'excellent' } }))).toEqual(['/criteria/clarity']);
  });

  it('names the version it judged', () => {
    expect(refusedAt(an({ version: undefined }))).toEqual(['/version']);
    expect(refusedAt(an({ version: 0 }))).toEqual(['/version']);
    expect(refusedAt(an({ version: 1.5 }))).toEqual(['/version']);
  });

  it('cannot say whose it is: that is the key’s to say', () => {
    expect(refusedAt(an({ member: 'somebody else' }))).toEqual(['/']);
    expect(refusedAt(an({ college: 'etat' }))).toEqual(['/']);
  });
});
