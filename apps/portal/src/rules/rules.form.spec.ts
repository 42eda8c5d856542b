import { describe, expect, it } from 'vitest';
import type { CommitteePolicy } from '#contracts';
import { changesFrom } from './rules.form.ts';

const policy = {
  quorum: { usual: { opinions: 3, colleges: 3 }, byFamily: {}, label: { opinions: 5, colleges: 4 } },
  approval: { parts: 2, of: 3 },
  crossReview: true,
  urgentHours: 48,
} as unknown as CommitteePolicy;

describe('What a form changes of the rules', () => {
  it('is what differs, where it belongs', () => {
    const form = { isForm: '1', crossReview: 'oui', 'usual-opinions': '4', 'usual-colleges': '3', approval: '3 / 4' };
    expect(changesFrom(form, policy)).toEqual({ quorum: { usual: { opinions: 4 } }, approval: { parts: 3, of: 4 } });
  });

  it('is nothing when nothing was changed, or left empty', () => {
    expect(changesFrom({ isForm: '1', crossReview: 'oui', approval: '2/3', urgent: '' }, policy)).toEqual({});
    expect(changesFrom({}, policy)).toEqual({});
  });

  it('hands on what is no number, for the API to refuse', () => {
    expect(changesFrom({ urgent: 'vite' }, policy)).toEqual({ urgentHours: 'vite' });
  });

  it('gives a family a quorum of its own', () => {
    const form = { 'legal-watch-opinions': '5', 'legal-watch-colleges': '3', 'social-watch-opinions': '3' };
    const family = { opinions: 5, colleges: 3 };
    expect(changesFrom(form, policy)).toEqual({ quorum: { byFamily: { 'legal-watch': family } } });
  });

  it('unticks', () => {
    expect(changesFrom({ isForm: '1' }, policy)).toEqual({ crossReview: false });
  });
});
