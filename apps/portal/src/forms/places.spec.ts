import { describe, expect, it } from 'vitest';
import { coordinatesOf, placeInWords } from './places.ts';

describe('A place', () => {
  it.each(['44.84, -0.58', '44.84,-0.58', '44.84 -0.58', '44,84 ; -0,58', '44,84, -0,58', '44,84;-0,58'])(
    'written « %s » is sent as longitude and latitude',
    (text) => {
      expect(coordinatesOf(text)).toEqual([-0.58, 44.84]);
    },
  );

  it('of whole degrees is one too, and is written as it is read', () => {
    expect(coordinatesOf('-21, 55.5')).toEqual([55.5, -21]);
    expect(placeInWords([55.5, -21])).toBe('-21, 55.5');
  });

  it.each(['à Bordeaux', '44.84', '44,84', '1, 2, 3'])('that is none (%s) is left to the API to refuse', (text) => {
    expect(coordinatesOf(text)).toBe(text);
  });
});
