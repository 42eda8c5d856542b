import { describe, expect, it } from 'vitest';
import { withoutNetwork } from './person.ts';

const contributor = { role: 'contributor', network: 'riva' } as const;
const seat = { role: 'committee-member', network: 'riva', college: 'etat' } as const;
const elsewhere = { role: 'facilitator', network: 'mda' } as const;

describe('Somebody who leaves a network', () => {
  it('keeps what they hold elsewhere', () => {
    expect(withoutNetwork([contributor, seat, elsewhere], 'riva', true)).toEqual([elsewhere]);
  });

  it('keeps what an operator gave, unless an operator takes it', () => {
    expect(withoutNetwork([contributor, seat, elsewhere], 'riva', false)).toEqual([seat, elsewhere]);
  });
});
