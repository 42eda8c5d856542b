import type { Sent } from '../contribute/content.ts';
import { spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';

/** How a network is reached, as the API has it. */
export interface ContactRow {
  readonly label?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly url?: string | undefined;
  readonly source?: string | undefined;
  readonly asOf?: string | undefined;
}

const names = ['label', 'email', 'phone', 'url', 'source', 'asOf'] as const;
const most = 20;

const asked: Readonly<
  Record<(typeof names)[number], { readonly label: string; readonly type?: string; readonly hint?: string }>
> = {
  label: { label: 'Quoi', hint: '« Accueil », « Secrétariat »' },
  email: { label: 'Adresse électronique', type: 'email' },
  phone: { label: 'Téléphone', type: 'tel' },
  url: { label: 'Page internet', type: 'url' },
  source: { label: 'Source' },
  asOf: { label: 'Vérifié le', type: 'date' },
};

/** What a form says of contacts: those of which nothing is left are gone. */
export const contactsIn = (sent: Sent): ContactRow[] =>
  Array.from({ length: most }, (_, n) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = String(sent[`${name}-${n}`] ?? '').trim();
        return value ? [[name, value]] : [];
      }),
    ),
  ).filter((row) => Object.keys(row).length > 0);

/** The contacts, and an empty one more. */
export const contactRows = (contacts: readonly ContactRow[], refusal: Refusal | undefined) => {
  const errorAt = new Map(refusal?.errors.map(({ pointer, message }) => [pointer, spaced(message)]));
  return {
    contactErrors: refusal
      ? [...errorAt]
          .map(([pointer, message]) => ({ id: idAt(pointer), message }))
          .concat(errorAt.size === 0 ? [{ id: '', message: spaced(refusal.detail) }] : [])
      : [],
    contacts: [...contacts, {} as ContactRow].slice(0, most).map((row, n) => ({
      legend: row.label ? spaced(row.label) : 'Un contact de plus',
      isNew: n === contacts.length,
      fields: names.map((name) => ({
        ...asked[name],
        id: `${name}-${n}`,
        value: row[name] ?? '',
        error: errorAt.get(`/contacts/${n}/${name}`),
      })),
    })),
  };
};

/** `/contacts/0/email` → `email-0` */
const idAt = (pointer: string): string => {
  const [, , index, name] = pointer.split('/');
  return index && name ? `${name}-${index}` : '';
};
