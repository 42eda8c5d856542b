import { fromParis, toParis } from '../forms/moments.ts';
import { coordinatesOf, placeInWords } from '../forms/places.ts';
import { dayOf, momentOf } from './days.ts';
import type { Field } from './fields.ts';

/** What a browser sends: a name may come several times. */
export type Sent = Readonly<Record<string, string | readonly string[] | undefined>>;
/** What the API holds of a contribution. */
export type Content = Readonly<Record<string, unknown>>;
export interface LinkRow {
  readonly url: string;
  readonly title: string;
}
/** What stands in a field: text, several terms, or links. */
export type Value = string | readonly string[] | readonly LinkRow[];

const listOf = (sent: Sent, name: string): string[] => [sent[name] ?? []].flat().map((value) => String(value).trim());
const textOf = (sent: Sent, name: string): string => listOf(sent, name)[0] ?? '';

/** What stood in a field when the form was sent. */
export const sentValue = ({ name, kind }: Field, sent: Sent): Value => {
  if (kind === 'links') {
    const titles = listOf(sent, `${name}.title`);
    return listOf(sent, `${name}.url`)
      .map((url, index) => ({ url, title: titles[index] ?? '' }))
      .filter(({ url, title }) => url || title);
  }
  if (kind === 'some' || kind === 'territories' || kind === 'territory' || kind === 'networks')
    return [...new Set(listOf(sent, name))].filter(Boolean);
  return textOf(sent, name);
};

/** What stands in a field of a contribution. */
export const heldValue = ({ name, kind }: Field, content: Content): Value => {
  const held = at(content, name);
  if (kind === 'links') return Array.isArray(held) ? (held as LinkRow[]) : [];
  if (kind === 'some' || kind === 'territories') return Array.isArray(held) ? held.map(String) : [];
  if (kind === 'territory') return typeof held === 'string' ? [held] : [];
  if (kind === 'flag') return held === true ? 'oui' : '';
  if (kind === 'moment') return typeof held === 'string' ? toParis(held) : '';
  if (kind === 'networks') return Array.isArray(held) ? held.map(String) : held ? [String(held)] : [];
  if (kind === 'lines') return Array.isArray(held) ? held.join('\n') : '';
  if (kind === 'day') return typeof held === 'string' ? dayOf(held) : '';
  if (kind === 'place') return Array.isArray(held) ? placeInWords(held) : '';
  return held === undefined || held === null ? '' : String(held);
};

const at = (content: Content, name: string): unknown =>
  name.split('.').reduce<unknown>((within, key) => (within as Content | null | undefined)?.[key], content);

/** As the API takes it; null for what was left empty. */
const apiValue = ({ name, kind, isEnd = false }: Field, value: Value, title: string): unknown => {
  if (kind === 'links') {
    // A link without words of its own bears those of the resource.
    const rows = (value as LinkRow[]).map((row) => ({ url: row.url, title: row.title || title || row.url }));
    return rows.length ? rows : null;
  }
  if (kind === 'networks') return (name === 'sponsor' ? value[0] : value.length ? value : null) ?? null;
  if (kind === 'territory') return value[0] ?? null;
  if (typeof value !== 'string') return value.length ? value : null;
  if (kind === 'flag') return value === 'oui';
  if (value === '') return null;
  if (kind === 'lines') return linesOf(value);
  if (kind === 'day') return momentOf(value, isEnd);
  if (kind === 'moment') return fromParis(value);
  if (kind === 'place') return coordinatesOf(value);
  if (kind === 'count')
    return Number.isFinite(Number(value.replace(',', '.'))) ? Number(value.replace(',', '.')) : value;
  return value.replaceAll('\r\n', '\n');
};

const linesOf = (text: string): string[] | null => {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.length ? lines : null;
};

/** The edit that a form asks for (RFC 7396). A group of fields is there when one that was proposed nothing is filled in. */
export const patchOf = (
  fields: readonly Field[],
  sent: Sent,
  title = textOf(sent, 'title'),
): Record<string, unknown> => {
  const patch: Record<string, unknown> = {};
  const groups = new Map<string, { readonly values: Record<string, unknown>; isFilled: boolean }>();
  for (const field of fields) {
    const value = apiValue(field, sentValue(field, sent), title);
    const [first = '', second] = field.name.split('.');
    if (second === undefined) {
      patch[first] = value;
      continue;
    }
    const group = groups.get(first) ?? { values: {}, isFilled: false };
    group.values[second] = value;
    if (value !== null && !field.initial) group.isFilled = true;
    groups.set(first, group);
  }
  for (const [name, { values, isFilled }] of groups) patch[name] = isFilled ? values : null;
  return patch;
};

/** The same for a contribution that is not there yet: what was left empty is left out. */
export const creationOf = (fields: readonly Field[], sent: Sent): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(patchOf(fields, sent))
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, isGroup(value) ? withoutNulls(value) : value]),
  );

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const withoutNulls = (group: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(group).filter(([, value]) => value !== null));
