import type { Network } from '../networks/directory.ts';
import { spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import type { Content, LinkRow, Sent, Value } from './content.ts';
import { heldValue, sentValue } from './content.ts';
import { type Field, fieldAt, idOf } from './fields.ts';
import { ownVocabularies } from './own-choices.ts';
import type { Choices, TerritoryGroup } from './vocabularies.ts';

/** What a form is filled in with. */
export interface Filling {
  readonly content: Content;
  /** What was sent and refused stays in the fields. */
  readonly sent?: Sent | undefined;
  /** By the name of the field. */
  readonly errors: ReadonlyMap<string, string>;
  /** Names of the fields that the API wants of such a contribution. */
  readonly required: ReadonlySet<string>;
  readonly choices: Choices;
  readonly networks: readonly Network[];
  readonly initial: Readonly<Record<string, readonly string[]>>;
  /** Nothing was said at this step yet. */
  readonly isFresh: boolean;
}

const isEmpty = (value: Value): boolean => value.length === 0;

/** A field, ready for its partial: exactly one of `line`, `text`, `one`… is there. */
export const fieldView = (field: Field, filling: Filling) => {
  const { name, kind, label, hint } = field;
  const { sent, content, errors, required } = filling;
  const held = sent ? sentValue(field, sent) : heldValue(field, content);
  const value = !sent && filling.isFresh && isEmpty(held) ? (filling.initial[name] ?? field.initial ?? held) : held;
  return {
    id: idOf(name),
    name,
    label,
    hint: hint && spaced(hint),
    error: errors.get(name),
    isRequired: required.has(name),
    isFilled: !isEmpty(held),
    value,
    type: types[kind] ?? 'text',
    ...shapeOf(field, value, filling),
  };
};

const types: Partial<Record<Field['kind'], string>> = { day: 'date', date: 'date', moment: 'datetime-local' };

const shapeOf = ({ kind, name, vocabulary = '' }: Field, value: Value, { choices, networks }: Filling) => {
  if (kind === 'one') return { one: optionsOf(choices.termsOf(vocabulary), [String(value)]) };
  if (kind === 'some')
    return {
      some: optionsOf(choices.termsOf(vocabulary), value as string[]).map((o) => ({
        ...o,
        id: `${idOf(name)}-${o.value}`,
      })),
    };
  if (kind === 'territory')
    return { isSingle: true, picks: picksOf(idOf(name), value as string[], choices.territories).slice(0, 1) };
  if (kind === 'flag') return { flag: true, isChosen: value === 'oui' };
  if (kind === 'territories') return { picks: picksOf(idOf(name), value as string[], choices.territories) };
  if (kind === 'networks') {
    const named = networks.map(({ id, name: label }) => ({ id, label }));
    const chosen = value as string[];
    const rows = name === 'sponsor' ? [chosen[0] ?? ''] : [...chosen, ''];
    return {
      selects: rows.map((one, n) => ({
        id: n === 0 ? idOf(name) : `${idOf(name)}-${n}`,
        rank: n + 1,
        options: optionsOf(named, [one]),
      })),
    };
  }
  if (kind === 'links')
    return {
      rows: [...(value as LinkRow[]), { url: '', title: '' }].map((row, n) => ({
        ...row,
        id: n === 0 ? idOf(name) : `${idOf(name)}-${n}`,
        rank: n + 1,
      })),
    };
  return kind === 'text' || kind === 'lines' ? { isLong: true } : { isLine: true };
};

const optionsOf = (terms: readonly { readonly id: string; readonly label: string }[], chosen: readonly string[]) =>
  terms.map(({ id, label }) => ({ value: id, label: spaced(label), isChosen: chosen.includes(id) }));

/** One list for each territory that was chosen, and one more. */
const picksOf = (id: string, chosen: readonly string[], groups: readonly TerritoryGroup[]) =>
  [...chosen, ''].map((code, n) => ({
    id: n === 0 ? id : `${id}-${n}`,
    rank: n + 1,
    groups: groups.map(({ label, options }) => ({
      label,
      options: options.map((option) => ({ ...option, isChosen: option.value === code })),
    })),
  }));

/** What is asked at once, and what is there for whoever needs it. */
export const fieldsView = (fields: readonly Field[], filling: Filling) => {
  const views = fields
    .filter((field) => isAskable(field, filling))
    .map((field) => ({ field, view: fieldView(field, filling) }));
  const isMain = ({ field, view }: (typeof views)[number]) =>
    Boolean(field.isUsual || view.isRequired || isGroupWanted(field, filling.required) || view.error);
  const more = views.filter((each) => !isMain(each)).map(({ view }) => view);
  return {
    fields: views.filter(isMain).map(({ view }) => view),
    more,
    isMoreOpen: more.some(({ isFilled }) => isFilled),
  };
};

/** A choice among one's own things, of which there are none, is no question. */
const isAskable = ({ vocabulary = '' }: Field, { choices }: Filling): boolean =>
  !ownVocabularies.includes(vocabulary) || choices.termsOf(vocabulary).length > 0;

/** A group of which one field is wanted is asked for whole. */
const isGroupWanted = ({ name }: Field, required: ReadonlySet<string>): boolean => {
  const [group, inside] = name.split('.');
  return inside !== undefined && [...required].some((other) => other.startsWith(`${group}.`));
};

/** What a refusal says of these fields, by their names; what is about others is not among them. */
export const errorsIn = (fields: readonly Field[], errors: Refusal['errors']): Map<string, string> => {
  const found = new Map<string, string>();
  for (const { pointer, message } of errors) {
    const field = fieldAt(pointer, fields);
    if (field && !found.has(field.name)) found.set(field.name, spaced(message));
  }
  return found;
};

/** For the summary above the form. */
export const summaryOf = (fields: readonly Field[], errors: ReadonlyMap<string, string>) =>
  fields.flatMap(({ name, label }) => {
    const message = errors.get(name);
    return message ? [{ id: idOf(name), message: `${label} : ${message}`.replace(' :', '\u00a0:') }] : [];
  });
