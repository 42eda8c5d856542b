import points from '../data/points.json' with { type: 'json' };
import { leavesOf, wholeCountry } from './territories.ts';

/** Longitude and latitude (WGS 84), to a tenth of a degree: enough to put a mark on a map, no more. */
export type Point = readonly [longitude: number, latitude: number];

const ofLeaf = points as unknown as Readonly<Record<string, Point>>;
const middleOfTheCountry: Point = [2.4, 46.6];

const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 10) / 10;

/** Where a mark for these territories goes: amid their départements. Null when none is known. */
export const pointOf = (codes: readonly string[]): Point | null => {
  if (codes.includes(wholeCountry)) return middleOfTheCountry;
  const found = [...leavesOf(codes)].flatMap((leaf) => (ofLeaf[leaf] ? [ofLeaf[leaf]] : []));
  if (found.length === 0) return null;
  return [mean(found.map(([longitude]) => longitude)), mean(found.map(([, latitude]) => latitude))];
};
