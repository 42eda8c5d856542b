import { territories, territoryName } from '#taxonomy';

/** What a form sent, whatever that is: names with one value or several. */
export type Submitted = unknown;

const most = 10_000;

const valuesOf = (form: Submitted, name: string): readonly string[] => {
  const value = (form as Record<string, unknown> | null | undefined)?.[name];
  return [value].flat().filter((one): one is string => typeof one === 'string');
};

/** The text of a field; '' when it was left empty, or is not there. */
export const textOf = (form: Submitted, name: string): string => {
  const [value = ''] = valuesOf(form, name);
  return value.trim().slice(0, most);
};

/** The same, undefined when there is nothing: the API is then told nothing. */
export const optionalText = (form: Submitted, name: string): string | undefined => textOf(form, name) || undefined;

/** A whole number; what is none is sent as it is, for the API to refuse. */
export const optionalNumber = (form: Submitted, name: string): number | string | undefined => {
  const text = textOf(form, name);
  return /^-?\d+$/.test(text) ? Number(text) : text || undefined;
};

/** The lines of a text that say something. */
export const linesOf = (form: Submitted, name: string): string[] =>
  textOf(form, name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’'\s-]+/g, ' ')
    .toLowerCase();

// A région before the département of the same name: they cover the same places.
const byName = new Map<string, string>(
  [...territories]
    .sort((a, b) => Number(a.code.startsWith('REG-')) - Number(b.code.startsWith('REG-')))
    .map(({ code, name }) => [plain(name), code]),
);

/** « Bretagne, Moselle » or « REG-53, DEP-57 », as codes. What is no name we know stays as it is, for the API to say what is near. */
export const territoriesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;\n]/)
      .map((one) => one.trim())
      .filter(Boolean)
      .map((one) => byName.get(plain(one)) ?? (/^[a-z]{3}-\w+$/i.test(one) ? one.toUpperCase() : one)),
  ),
];

export const territoriesInWords = (codes: readonly string[]): string => codes.map(territoryName).join(', ');
