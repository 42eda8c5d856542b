import { describe, expect, it } from 'vitest';
import { aCase, anOpinion, atOpening, opinionsSaying } from '../../test/builders.ts';
import { evaluate } from '../cases/evaluate.ts';
import { canUnblock } from './unblock.ts';

const nobody: string[] = [];
const helps = (college: string, given: Parameters<typeof aCase>[0], kind = 'territorial', id = 'mine'): boolean => {
  const subject = aCase(given);
  return canUnblock({ id, college }, kind, subject.opinions, evaluate(subject, nobody, atOpening).missing);
};
const twoOfTheState = [anOpinion({ college: 'etat' }), anOpinion({ college: 'etat' })];

describe('A case is unblocked', () => {
  it('by anybody, when nobody has spoken', () => {
    expect(helps('etat', {})).toBe(true);
    expect(helps('expert', {})).toBe(true);
  });

  it('by the colleges that have not spoken alone, when as many colleges as opinions are missing', () => {
    const opinions = [anOpinion({ college: 'etat' }), anOpinion({ college: 'associatif' })];
    expect(helps('etat', { opinions })).toBe(false);
    expect(helps('expert', { opinions })).toBe(true);
  });

  it('by another college, when there are opinions enough of too few', () => {
    const opinions = [...twoOfTheState, anOpinion({ college: 'etat' })];
    expect(helps('etat', { opinions })).toBe(false);
    expect(helps('associatif', { opinions })).toBe(true);
  });

  it('by a sectoral network, when the voice of one is missing on a specific resource', () => {
    const given = {
      content: { support: 'specific', sector: 'sport' },
      opinions: opinionsSaying('approve', 'approve', 'approve'),
    };
    expect(helps('etat', given, 'sectoral')).toBe(true);
    expect(helps('etat', given, 'territorial')).toBe(false);
  });

  it('by who has not spoken, when opinions do not agree', () => {
    const opinions = opinionsSaying('approve', 'decline', 'request-changes');
    const seats = ['someone-else'];
    const { missing } = evaluate(aCase({ opinions }), seats, atOpening);
    expect(canUnblock({ id: 'mine', college: 'etat' }, 'territorial', opinions, missing)).toBe(true);
    const [first] = opinions;
    expect(canUnblock({ id: first?.seat ?? '', college: 'etat' }, 'territorial', opinions, missing)).toBe(false);
  });

  it('by nobody, when it only waits', () => {
    expect(
      canUnblock({ id: 'mine', college: 'etat' }, 'sectoral', [], [{ code: 'delay', until: '', detail: '' }]),
    ).toBe(false);
  });
});
