import { territoryName } from '#taxonomy';
import type { EntryView } from './atlas-entry.ts';

const columns = [
  ...['id', 'kind', 'name', 'description', 'territory', 'city', 'postcode', 'address', 'contactName', 'contactRole'],
  ...['email', 'phone', 'url', 'source', 'asOf'],
] as const satisfies readonly (keyof EntryView)[];

/** A cell that no spreadsheet takes for a formula (CWE-1236), quoted as RFC 4180 has it. */
export const csvCell = (value: unknown): string => {
  const text = String(value ?? '');
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** With a byte order mark, so that spreadsheets read the accents. */
export const csvOf = (header: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  `\ufeff${[header, ...rows].map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;

export const atlasCsv = (entries: readonly EntryView[]): string =>
  csvOf(
    [...columns, 'territoryName'],
    entries.map((entry) => [...columns.map((column) => entry[column]), territoryName(entry.territory)]),
  );

/** RFC 7946: an organisation without a place is a feature without a geometry. */
export const atlasGeoJson = (entries: readonly EntryView[]) => ({
  type: 'FeatureCollection',
  features: entries.map(({ id, coordinates, ...properties }) => ({
    type: 'Feature',
    id,
    geometry: coordinates ? { type: 'Point', coordinates } : null,
    properties: { ...properties, territoryName: territoryName(properties.territory) },
  })),
});
