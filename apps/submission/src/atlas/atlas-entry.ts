import { z } from 'zod';
import { issue, line, term, territory, text, webAddress } from '#contracts';
import type { Stored } from '#messaging';
import { type AtlasKind, atlasKinds } from '#taxonomy';

/** How an organisation, a town hall or a partner is reached. Professional data only, each line with its source and date. */
export interface AtlasEntry extends Stored {
  /** Whose facilitators keep it. */
  readonly network: string;
  readonly kind: AtlasKind;
  readonly name: string;
  readonly description: string | null;
  readonly territory: string;
  readonly city: string | null;
  readonly postcode: string | null;
  readonly address: string | null;
  /** Longitude and latitude (WGS 84), as GeoJSON has them. */
  readonly coordinates: readonly [number, number] | null;
  readonly contact: { readonly name: string | null; readonly role: string | null };
  readonly email: string | null;
  readonly phone: string | null;
  readonly url: string | null;
  readonly source: string;
  readonly asOf: string;
  /** Since when its personal data are no longer shown, at the request of whom they are about. */
  readonly optedOutAt: string | null;
}

const fields = {
  kind: term(atlasKinds),
  name: line(200),
  description: text(1000).nullish(),
  territory,
  city: line(100).nullish(),
  postcode: z
    .string()
    .regex(/^\d{5}$/)
    .nullish(),
  address: line(200).nullish(),
  coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).nullish(),
  contactName: line(120).nullish(),
  contactRole: line(120).nullish(),
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase())
    .nullish(),
  phone: line(40).nullish(),
  url: webAddress.nullish(),
  source: line(200),
  asOf: z.iso.date(),
};

/** Addresses that people have for themselves: none of them is professional. */
const personalMail = /@(?:gmail|hotmail|outlook|yahoo|live|icloud|free|orange|wanadoo|sfr|laposte|bbox)\.[a-z.]+$/;

type Mine = { contactName?: string | null | undefined; email?: string | null | undefined };
const professional = (context: z.core.ParsePayload<Mine>): void => {
  const { contactName, email } = context.value;
  if (!contactName || !email || !personalMail.test(email)) return;
  const params = {
    code: 'personal-data',
    fr: 'L’adresse personnelle d’une personne nommée n’a pas sa place ici : donnez son adresse professionnelle, ou celle de l’accueil.',
    en: 'The personal address of a named person has no place here: give a professional or a generic one.',
  };
  context.issues.push(issue(params, email, ['email']));
};

export const newEntry = z.strictObject({ ...fields, network: line(80).optional() }).check(professional);
export type NewEntry = z.output<typeof newEntry>;
export const entryEdits = z.strictObject(fields).partial().check(professional);
export type EntryEdits = z.output<typeof entryEdits>;

/** The fields as stored, of those that were given. */
export const storedFields = ({ contactName, contactRole, ...given }: EntryEdits, before?: AtlasEntry) => ({
  ...given,
  ...(contactName === undefined && contactRole === undefined
    ? {}
    : {
        contact: {
          name: contactName === undefined ? (before?.contact.name ?? null) : contactName,
          role: contactRole === undefined ? (before?.contact.role ?? null) : contactRole,
        },
      }),
});

/** As anybody may see it: without what they asked not to be shown. */
export const entryView = (entry: AtlasEntry) => {
  const {
    _id,
    kind,
    name,
    description,
    territory: code,
    city,
    postcode,
    address,
    coordinates,
    url,
    source,
    asOf,
  } = entry;
  const isShown = entry.optedOutAt === null;
  return {
    id: _id,
    kind,
    name,
    description,
    territory: code,
    city,
    postcode,
    address,
    coordinates,
    contactName: isShown ? entry.contact.name : null,
    contactRole: entry.contact.role,
    email: isShown ? entry.email : null,
    phone: isShown ? entry.phone : null,
    url,
    source,
    asOf,
    network: entry.network,
    optOut: `/api/v1/atlas/${_id}/opt-out`,
  };
};
export type EntryView = ReturnType<typeof entryView>;
