import { describe, expect, it } from 'vitest';
import { aCase, opinionsSaying } from '../../test/builders.ts';
import { changedFields, earlierRounds } from './rounds.ts';

describe('A later version shows', () => {
  const first = aCase({ opinions: opinionsSaying('request-changes'), content: { summary: 'Avant.', sponsor: 'x' } });
  const second = aCase({ _id: 'case-2', version: 2, content: { summary: 'Après.', change: 'Le résumé.' } });

  it('the fields that changed since the one before, with what came and what went', () => {
    expect(changedFields(first.content, second.content)).toEqual([
      { field: 'change', before: null, after: 'Le résumé.' },
      { field: 'sponsor', before: 'x', after: null },
      { field: 'summary', before: 'Avant.', after: 'Après.' },
    ]);
  });

  it('what was said of the versions before, the latest first, and nothing of later ones', () => {
    const third = aCase({ _id: 'case-3', version: 3 });
    const { rounds, changesSince } = earlierRounds(third, [first, third, second]);
    expect(rounds.map(({ caseId, opinions }) => [caseId, opinions.length])).toEqual([
      ['case-2', 0],
      ['case-1', 1],
    ]);
    expect(changesSince.map(({ field }) => field)).toEqual(['change', 'summary']);
    expect(earlierRounds(first, [first, second]).rounds).toEqual([]);
  });
});
