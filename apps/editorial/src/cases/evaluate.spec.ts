import { describe, expect, it } from 'vitest';
import {
  aCase,
  anOpinion,
  atOpening,
  aVerification,
  daysLater,
  openedAt,
  opinionsSaying,
} from '../../test/builders.ts';
import { defaultPolicy } from '../policy/policy.ts';
import type { Case, Opinion } from './case.ts';
import { evaluate, nextEvaluation } from './evaluate.ts';

/** More seats than will ever speak here. */
const seats = ['somebody who has not spoken'];
const said = (subject: Case, now = atOpening) => {
  const { outcome, missing } = evaluate(subject, seats, now);
  return outcome ?? missing.map(({ code }) => code);
};
const from = (...colleges: string[]): Opinion[] => colleges.map((college) => anOpinion({ college }));

describe('A case', () => {
  it('is decided with three opinions from three colleges', () => {
    expect(said(aCase({ opinions: from('etat', 'associatif', 'expert') }))).toBe('published');
  });

  it('says all that is missing at once, in words for those who can supply it', () => {
    expect(evaluate(aCase(), seats, atOpening).missing).toEqual([
      { code: 'opinions', needed: 3, detail: 'Il manque 3 avis.' },
      { code: 'colleges', needed: 3, not: [], detail: 'Il manque des avis de 3 autres collèges.' },
    ]);
    expect(evaluate(aCase({ opinions: from('etat', 'expert') }), seats, atOpening).missing).toEqual([
      { code: 'opinions', needed: 1, detail: 'Il manque un avis.' },
      { code: 'colleges', needed: 1, not: ['etat', 'expert'], detail: 'Il manque un avis d’un autre collège.' },
    ]);
  });

  it('is not decided by one college, however many of it speak', () => {
    const opinions = from('etat', 'etat', 'etat', 'etat', 'etat');
    expect(evaluate(aCase({ opinions }), seats, atOpening).missing).toEqual([
      { code: 'colleges', needed: 2, not: ['etat'], detail: 'Il manque des avis de 2 autres collèges.' },
    ]);
    expect(said(aCase({ opinions: [...opinions, ...from('expert')] }))).toEqual(['colleges']);
  });

  it.each(['producer', 'co-producer', 'sponsor'])('does not count its %s’s people', (network) => {
    const involvedNetworks = ['producer', 'co-producer', 'sponsor'];
    const opinions = [...from('etat', 'associatif'), anOpinion({ college: 'expert', network })];
    expect(said(aCase({ opinions, involvedNetworks }))).toEqual(['opinions', 'colleges']);
  });

  it('does not count its verifier', () => {
    const opinions = [...from('etat', 'associatif'), anOpinion({ college: 'expert', member: 'marie' })];
    expect(said(aCase({ opinions }))).toBe('published');
    expect(said(aCase({ opinions, verifications: [aVerification({ verifier: 'marie' })] }))).toEqual([
      'opinions',
      'colleges',
    ]);
  });
});

describe('News', () => {
  const news = (...opinions: Opinion[]) =>
    aCase({ content: { family: 'social-watch', fieldTest: null }, endorsedBy: 'paul', opinions });

  it('is decided by one opinion, from any college', () => {
    expect(said(news())).toEqual(['opinions', 'colleges']);
    expect(said(news(anOpinion({ college: 'partenaire-local' })))).toBe('published');
    expect(said(news(...opinionsSaying('decline')))).toBe('declined');
  });

  it('is not decided by the facilitator who endorsed it', () => {
    expect(said(news(anOpinion({ member: 'paul' })))).toEqual(['opinions', 'colleges']);
    expect(said(news(anOpinion({ member: 'paul', recommendation: 'decline' }), anOpinion()))).toBe('published');
  });

  it('alone sets the endorser aside: elsewhere their opinion counts', () => {
    const opinions = [...from('etat', 'associatif'), anOpinion({ college: 'expert', member: 'paul' })];
    expect(said(aCase({ opinions, endorsedBy: 'paul' }))).toBe('published');
  });
});

describe('A resource for specific support', () => {
  const specific = (...kinds: string[]) => {
    const opinions = from('etat', 'associatif', 'expert').map((opinion, index) => ({
      ...opinion,
      networkKind: kinds[index] ?? 'territorial',
    }));
    return aCase({ content: { support: 'specific', sector: 'sport' }, opinions });
  };

  it('needs an opinion from a sectoral network, and one from a territorial network', () => {
    expect(said(specific('territorial', 'territorial', 'territorial'))).toEqual(['sectoral-opinion']);
    expect(said(specific('sectoral', 'sectoral', 'sectoral'))).toEqual(['territorial-opinion']);
    expect(said(specific('sectoral', 'territorial', 'sectoral'))).toBe('published');
  });

  it('says whose opinion is missing', () => {
    const { missing } = evaluate(specific('territorial'), seats, atOpening);
    expect(missing).toEqual([
      { code: 'sectoral-opinion', needed: 1, detail: 'Il manque l’avis d’un réseau sectoriel.' },
    ]);
    const nobody = evaluate({ ...specific(), opinions: [] }, seats, atOpening).missing.map(({ code }) => code);
    expect(nobody).toEqual(['opinions', 'colleges', 'sectoral-opinion', 'territorial-opinion']);
  });
});

describe('The minimum delay', () => {
  /** Opened on the Friday before Easter 2026. */
  const friday = '2026-04-03T10:00:00.000Z';
  const subject = aCase({
    openedAt: friday,
    policy: defaultPolicy('production'),
    opinions: from('etat', 'associatif', 'expert'),
  });

  it('is two working days: over Easter, from Friday to Wednesday', () => {
    expect(evaluate(subject, seats, new Date('2026-04-08T09:59:59.999Z')).missing).toEqual([
      { code: 'delay', until: '2026-04-08T10:00:00.000Z', detail: 'Le délai minimal n’est pas écoulé.' },
    ]);
    expect(said(subject, new Date('2026-04-08T10:00:00.000Z'))).toBe('published');
  });

  it('is not mentioned while something else is missing', () => {
    expect(said({ ...subject, opinions: [] }, new Date(friday))).toEqual(['opinions', 'colleges']);
  });

  it('makes the case look at itself again when it has passed, then after 21 days, then no more', () => {
    expect(nextEvaluation(subject, new Date(friday))).toBe('2026-04-08T10:00:00.000Z');
    expect(nextEvaluation(subject, new Date('2026-04-08T10:00:00.000Z'))).toBe('2026-04-24T10:00:00.000Z');
    expect(nextEvaluation(subject, new Date('2026-04-24T10:00:00.000Z'))).toBeNull();
    expect(nextEvaluation(aCase(), atOpening)).toBe(daysLater(21, openedAt).toISOString());
  });
});
