import { describe, expect, it } from 'vitest';
import { licenceObstacles, licencesAfter, licencesFor } from './licences.ts';

const original = (licence: string) => ({ title: 'Original', licence });

describe('The licences that a network may grant', () => {
  it.each(['state', 'local-authority', 'university'])('are homologated ones for an administration: %s', (type) => {
    expect(licencesFor(type)).toEqual(['etalab-2.0', 'odbl-1.0', 'link-only']);
  });

  it.each(['association', 'caf', 'somebody-new'])('are all of them for %s', (type) => {
    expect(licencesFor(type)).toHaveLength(5);
  });
});

describe('An adaptation', () => {
  it.each([
    ['cc-by-sa-4.0', ['cc-by-sa-4.0']],
    ['odbl-1.0', ['odbl-1.0']],
    ['cc-by-4.0', ['etalab-2.0', 'cc-by-4.0', 'cc-by-sa-4.0', 'odbl-1.0']],
    ['link-only', []],
  ])('of what is under %s may carry %j', (licence, allowed) => {
    expect(licencesAfter(licence)).toEqual(allowed);
  });

  it('is refused where the two do not go together, naming what would', () => {
    const codes = (licence: string, of: string) =>
      licenceObstacles(licence, 'association', original(of)).map((o) => o.code);
    expect(codes('cc-by-4.0', 'cc-by-sa-4.0')).toEqual(['incompatible-licence']);
    expect(codes('cc-by-sa-4.0', 'cc-by-sa-4.0')).toEqual([]);
    expect(codes('cc-by-4.0', 'link-only')).toEqual(['not-adaptable']);
    const [refused] = licenceObstacles('cc-by-4.0', 'association', original('cc-by-sa-4.0'));
    expect(refused?.detail.fr).toContain('« cc-by-sa-4.0 »');
  });
});
