import { describe, expect, it } from 'vitest';
import { resourceStatuses } from '#taxonomy';
import { aResource, atOpening, aVerification } from '../../test/builders.ts';
import { ResourceNotMovable } from './resource.problems.ts';
import { lostByRevision, type Move, moved, moves, revisedFrom } from './resource.ts';

const everyMove = (Object.keys(moves) as Move[]).flatMap((move) =>
  resourceStatuses.ids.map((status) => [move, status, moves[move].from.includes(status)] as const),
);

describe('A public resource', () => {
  it.each(everyMove.filter(([, , isPossible]) => isPossible))('can be moved by %s from %s', (move, status) => {
    const next = moved(aResource({ status }), move, { reason: 'La loi a changé.' });
    expect(next.status).toBe(moves[move].to);
    expect(next.statusReason).toBe(next.status === 'published' ? null : 'La loi a changé.');
  });

  it.each(everyMove.filter(([, , isPossible]) => !isPossible))('cannot be moved by %s from %s: 409', (move, status) => {
    const refused = () => moved(aResource({ status }), move, { reason: null });
    expect(refused).toThrow(ResourceNotMovable);
    expect(refused).toThrow(
      expect.objectContaining({ status: 409, extra: { currentStatus: status } }) as unknown as Error,
    );
  });

  it('reaches every status, and leaves every one but the last', () => {
    const reached = new Set(Object.values(moves).map(({ to }) => to));
    expect([...reached].sort()).toEqual([...resourceStatuses.ids].sort());
    const left = new Set(Object.values(moves).flatMap(({ from }) => from));
    expect(resourceStatuses.ids.filter((status) => !left.has(status))).toEqual(['withdrawn']);
  });

  it('that is withdrawn recommends nothing: its label goes with it', () => {
    const reference = aResource({ label: 'reference', labelledUntil: '2028-03-02T09:00:00.000Z' });
    expect(moved(reference, 'suspend', { reason: 'À relire.' }).label).toBe('reference');
    expect(moved(reference, 'withdraw', { reason: 'Abrogée.' })).toMatchObject({ label: 'none', labelledUntil: null });
  });
});

describe('A national reference that is revised', () => {
  const reference = aResource({ label: 'reference', labelledUntil: '2028-03-02T09:00:00.000Z', themes: ['emploi'] });
  const revised = revisedFrom(reference, aResource({ version: 2, themes: ['emploi'] }));
  const thirdParty = aVerification({ independence: 'third-party' });

  it('stays one until the same day when a professional read the new version as the label asks', () => {
    expect(revised).toMatchObject({ version: 2, label: 'reference', labelledUntil: '2028-03-02T09:00:00.000Z' });
    expect(lostByRevision(revised, [thirdParty], true, atOpening)).toBeNull();
  });

  it.each([
    ['nobody read the new version', [], true],
    ['only an insider read it, on a sensitive theme', [aVerification({ independence: 'internal' })], true],
    ['what was read then is no longer valid', [{ ...thirdParty, validUntil: '2026-03-01T00:00:00.000Z' }], true],
    ['its licence no longer allows adaptation', [thirdParty], false],
  ])('is one no longer when %s', (_, verifications, allowsAdaptation) => {
    expect(lostByRevision(revised, verifications, allowsAdaptation, atOpening)).toMatch(/nouvelle version/);
  });

  it('loses nothing that it never was', () => {
    expect(lostByRevision(aResource({ version: 2 }), [], false, atOpening)).toBeNull();
  });
});
