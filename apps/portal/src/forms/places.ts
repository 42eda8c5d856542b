/** « 44.84, -0.58 », « 44,84 ; -0,58 »: latitude, then longitude, as online maps and people write them. */
const written = /^([-+]?\d{1,3}(?:[.,]\d+)?)(?:\s*[;,]\s+|\s*;\s*|\s+|(?<=\.\d+),)([-+]?\d{1,3}(?:[.,]\d+)?)$/;

/** Longitude, then latitude, as GeoJSON has them; what is no place is left to the API to refuse. */
export const coordinatesOf = (text: string): readonly [number, number] | string => {
  const [, latitude, longitude] = written.exec(text.trim()) ?? [];
  return latitude && longitude ? [numberOf(longitude), numberOf(latitude)] : text;
};

/** The same, as somebody would write it. */
export const placeInWords = ([longitude, latitude]: readonly unknown[]): string => `${latitude}, ${longitude}`;

const numberOf = (text: string): number => Number(text.replace(',', '.'));
