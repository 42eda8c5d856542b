import { createHash } from 'node:crypto';
import { z } from 'zod';
import { distinct, line, type NetworkFacts, term, territory, text, webAddress } from '#contracts';
import type { Stored } from '#messaging';
import { actorTypes, circles, sectors, supportLevels } from '#taxonomy';

/** A set of support organisations: the unit that contributes and receives. */
export interface Network extends Stored {
  readonly slug: string;
  readonly name: string;
  readonly circle: string;
  readonly networkKind: 'territorial' | 'sectoral';
  readonly actorType: string;
  readonly territories: readonly string[];
  readonly sector: string | null;
  readonly supportLevel: string | null;
  readonly isUmbrella: boolean;
  /** The network that answers for one outside circles 1 to 3. */
  readonly sponsor: string | null;
  readonly registeredAt: string;
  readonly website?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** Professional, public, each with where it comes from and when it was right. */
  readonly contacts?: readonly NetworkContact[] | undefined;
}

/** How a network is reached: a generic mailbox rather than a person's. */
const contact = z
  .strictObject({
    /** As it was told: nothing to say, and of no effect. */
    id: line(40).optional(),
    label: line(120),
    email: z.email().max(254).optional(),
    phone: line(40).optional(),
    url: webAddress.optional(),
    source: line(200),
    asOf: z.iso.date(),
  })
  .transform(({ id: _, ...said }) => said);
export type NetworkContact = z.output<typeof contact>;

/** What names a contact: the same as long as it says how the same place is reached. */
export const contactId = ({ label, email, phone }: NetworkContact): string =>
  createHash('sha256')
    .update(JSON.stringify([label, email ?? null, phone ?? null]))
    .digest('hex')
    .slice(0, 20);

const fields = {
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .min(2)
    .max(60),
  name: line(200),
  circle: term(circles),
  networkKind: z.enum(['territorial', 'sectoral']),
  /** An open list: the known ones have a label, others are shown as they are. */
  actorType: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(60),
  territories: distinct(territory, { min: 1, max: 120 }),
  sector: term(sectors).nullish(),
  supportLevel: term(supportLevels).nullish(),
  isUmbrella: z.boolean().default(false),
  sponsor: line(80).nullish(),
  website: webAddress.nullish(),
  description: text(2000).nullish(),
  contacts: z.array(contact).max(20).optional(),
};

export const newNetwork = z.strictObject(fields);
export type NewNetwork = z.output<typeof newNetwork>;

/** What may change later: everything but the slug, which addresses and filters use. */
export const networkEdits = z
  .strictObject({ ...fields, isUmbrella: z.boolean() })
  .omit({ slug: true })
  .partial();
export type NetworkEdits = z.output<typeof networkEdits>;

export const factsOf = (network: Network): NetworkFacts => ({
  networkId: network._id,
  slug: network.slug,
  name: network.name,
  circle: network.circle,
  networkKind: network.networkKind,
  actorType: network.actorType,
  territories: [...network.territories],
  sector: network.sector,
  supportLevel: network.supportLevel,
  isUmbrella: network.isUmbrella,
  sponsor: network.sponsor,
});

/** The same with how it is reached. */
export const networkDetail = (network: Network) => ({
  ...networkView(network),
  website: network.website ?? null,
  description: network.description ?? null,
  contacts: (network.contacts ?? []).map((each) => ({ id: contactId(each), ...each })),
});

/** A network as anybody may see it. */
export const networkView = (network: Network) => {
  const { networkId, ...facts } = factsOf(network);
  return { id: networkId, ...facts, actorTypeLabel: actorTypes.label(network.actorType) };
};
