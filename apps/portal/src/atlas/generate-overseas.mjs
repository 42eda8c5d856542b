// Writes overseas.json, the outlines of overseas France, from Natural Earth 1:10 m (public domain), as world-atlas
// publishes it: node apps/portal/src/atlas/generate-overseas.mjs
import { writeFileSync } from 'node:fs';
import { feature } from 'topojson-client';
import world from 'world-atlas/countries-10m.json' with { type: 'json' };

const { features } = feature(world, world.objects.countries);

/** What is drawn of each: west, south, east, north. Of those that lie far apart, the islands where most people are. */
const views = {
  'DEP-971': ['France', [-61.9, 15.8, -60.9, 16.6]],
  'DEP-972': ['France', [-61.3, 14.3, -60.7, 15]],
  'DEP-973': ['France', [-55, 2, -51, 6]],
  'DEP-974': ['France', [55, -21.5, 56, -20.7]],
  'DEP-976': ['France', [45, -13.1, 45.4, -12.6]],
  'DEP-975': ['St. Pierre and Miquelon', [-57, 46, -56, 48]],
  'DEP-977': ['St-Barthélemy', [-63, 17, -62, 18]],
  'DEP-978': ['St-Martin', [-64, 18, -63, 19]],
  'DEP-984': ['Fr. S. Antarctic Lands', [68, -50, 71, -48]],
  'DEP-986': ['Wallis and Futuna Is.', [-179, -15, -176, -13]],
  'DEP-987': ['Fr. Polynesia', [-150, -18, -149, -17.2]],
  'DEP-988': ['New Caledonia', [163, -23, 168.5, -19]],
  'DEP-989': ['Clipperton I.', [-110, 10, -109, 11]],
};

/** Each in a square of its own, in units of a hundredth of its side. */
const side = 100;
const margin = 4;

const ringsIn = ([name, [west, south, east, north]]) => {
  const { geometry } = features.find(({ properties }) => properties.name === name);
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const isInside = ([x, y]) => x >= west && x <= east && y >= south && y <= north;
  return polygons.filter(([outer]) => outer.every(isInside)).flat();
};

/** Equirectangular around the middle: over a few degrees, as true as any. */
const drawn = (rings) => {
  const points = rings.flat();
  const squeeze = Math.cos((mean(points.map(([, y]) => y)) * Math.PI) / 180);
  const flat = rings.map((ring) => ring.map(([x, y]) => [x * squeeze, -y]));
  const [xs, ys] = [0, 1].map((axis) => flat.flat().map((point) => point[axis]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = (side - 2 * margin) / Math.max(width, height);
  const placed = (value, least, extent) => round((value - least) * scale + (side - extent * scale) / 2);
  return flat
    .map((ring) => outlineOf(ring.map(([x, y]) => `${placed(x, left, width)},${placed(y, top, height)}`)))
    .join('');
};

const mean = (values) => (Math.min(...values) + Math.max(...values)) / 2;
/** Half a unit is as fine as an inset shows. */
const round = (value) => Math.round(value * 2) / 2;
const outlineOf = (points) => `M${points.filter((point, index) => point !== points[index - 1]).join(' ')}z`;

const all = Object.entries(views).map(([code, view]) => ({ code, outline: drawn(ringsIn(view)) }));
writeFileSync(new URL('overseas.json', import.meta.url), `${JSON.stringify(all, null, 2)}\n`);
