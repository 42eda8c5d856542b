import { describe, expect, it } from 'vitest';
import { noticeKinds } from '#contracts';
import { PublicOrigin } from '../public-origin.ts';
import { noticeView, sortedForReading } from './notice.view.ts';
import { wordsOf } from './words-of.ts';

const facts = {
  caseId: 'c1',
  contributionId: 'k1',
  resourceId: 'r1',
  sessionId: 's1',
  title: 'Guide de l’emploi',
  startsAt: '2026-03-12T09:30:00Z',
  dueAt: '2026-04-01T09:30:00Z',
  verifiedUntil: '2026-04-01T09:30:00Z',
  reasons: ['Il manque une date.'],
};

describe('A notice', () => {
  it.each(noticeKinds.filter((kind) => kind !== 'member.invited'))(
    'of %s has words, and says no such thing as undefined',
    (kind) => {
      for (const given of [facts, {}]) {
        const words = wordsOf(kind, given);
        const text = JSON.stringify(words);
        expect(words?.title.length).toBeGreaterThan(5);
        expect(text).not.toMatch(/undefined|null|NaN|Invalid/);
      }
    },
  );

  it('that a newer service asks for is not known', () => {
    expect([wordsOf('moon.risen', {}), wordsOf('toString', {})]).toEqual([undefined, undefined]);
  });

  it('of a case opens the opinion with « approuver » chosen', () => {
    const { link } = noticeView({ kind: 'case.opened', facts }, new PublicOrigin('https://essaim.example'));
    expect(link?.url).toBe('https://essaim.example/comite/dossiers/c1/avis?recommandation=approve');
  });

  it('of a webhook leads to its own page', () => {
    const given = { network: 'n 1', endpoint: 'e1', host: 'outil.example' };
    const { link } = noticeView(
      { kind: 'webhook-endpoint.disabled', facts: given },
      new PublicOrigin('https://essaim.example'),
    );
    expect(link?.url).toBe('https://essaim.example/animation/reseaux/n%201/webhooks/e1');
  });

  it('leads who has no account to the one page that they may open', () => {
    const page = 'https://essaim.example/recu/k1.sig';
    const { link } = noticeView(
      { kind: 'contribution.declined', facts },
      new PublicOrigin('https://essaim.example'),
      page,
    );
    expect(link?.url).toBe(page);
  });

  it('among others comes first when something waits for its reader', () => {
    const view = (kind: string) => noticeView({ kind, facts }, new PublicOrigin(''));
    const { waiting, news, summary } = sortedForReading(
      ['contribution.published', 'contribution.to-frame', 'case.opened'].map(view),
    );
    expect([waiting.length, news.length, summary]).toEqual([2, 1, 'Sur Essaim : 2 choses vous attendent, 1 nouvelle']);
  });
});
