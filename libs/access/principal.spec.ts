import { describe, expect, it } from 'vitest';
import { belongsTo, grantsOfKey, holds, networksOf, type Principal } from '#access';
import type { Grant } from '#contracts';

const aPrincipal = (...grants: Grant[]): Principal => ({
  keyId: 'k',
  kind: 'person',
  id: 'marie',
  grants,
  selfEndorsing: false,
});
const facilitator: Grant = { role: 'facilitator', network: 'riva' };
const contributor: Grant = { role: 'contributor', network: 'riva' };
const elsewhere: Grant = { role: 'contributor', network: 'mda' };
const operator: Grant = { role: 'operator' };

describe('A principal', () => {
  it('holds a role for the network it was given for, and for no other', () => {
    const marie = aPrincipal(facilitator, elsewhere);
    expect(holds(marie, 'facilitator')).toBe(true);
    expect(holds(marie, 'facilitator', 'riva')).toBe(true);
    expect(holds(marie, 'facilitator', 'mda')).toBe(false);
    expect(holds(marie, 'contributor', 'riva')).toBe(false);
    expect(holds(marie, 'operator')).toBe(false);
  });

  it('who operates the platform holds nothing for a network by that', () => {
    expect(holds(aPrincipal(operator), 'operator')).toBe(true);
    expect(holds(aPrincipal(operator), 'operator', 'riva')).toBe(false);
    expect(networksOf(aPrincipal(operator))).toEqual([]);
  });

  it('acts for the networks of its grants, each named once', () => {
    const marie = aPrincipal(facilitator, contributor, elsewhere, operator);
    expect(networksOf(marie)).toEqual(['riva', 'mda']);
    expect(networksOf(marie, 'facilitator')).toEqual(['riva']);
    expect(networksOf(marie, 'verifier')).toEqual([]);
    expect(belongsTo(marie, 'mda')).toBe(true);
    expect(belongsTo(marie, 'other')).toBe(false);
  });

  it('that is a network belongs to itself, whatever its grants', () => {
    const network: Principal = { ...aPrincipal(), kind: 'network', id: 'riva' };
    expect(belongsTo(network, 'riva')).toBe(true);
    expect(belongsTo({ ...network, kind: 'person' }, 'riva')).toBe(false);
  });
});

describe('What a key may do', () => {
  it('is what it was given, for a network’s', () => {
    expect(grantsOfKey('network', [contributor], [facilitator])).toEqual([contributor]);
    expect(grantsOfKey('network', [], [facilitator])).toEqual([]);
  });

  it('is what the person may do now, for a person’s', () => {
    expect(grantsOfKey('person', [], [facilitator, contributor])).toEqual([facilitator, contributor]);
    expect(grantsOfKey('person', [], [])).toEqual([]);
  });

  it('is narrowed to what the key names, and never widened by it', () => {
    const person = [facilitator, contributor, elsewhere];
    expect(grantsOfKey('person', [contributor], person)).toEqual([contributor]);
    expect(grantsOfKey('person', [{ role: 'contributor' }], person)).toEqual([contributor, elsewhere]);
    expect(grantsOfKey('person', [operator, facilitator], [contributor])).toEqual([]);
    expect(grantsOfKey('person', [{ role: 'facilitator', network: 'mda' }], person)).toEqual([]);
  });
});
