import { z } from 'zod';
import { filter, type ResourceFilter } from '#contracts';

/** What a person asked to receive by mail. Nothing is sent before they confirmed. */
export interface Subscription {
  readonly _id: string;
  readonly email: string;
  /** Hash of the address: one person, several subscriptions. */
  readonly person: string;
  readonly frequency: 'immediate';
  readonly filter: ResourceFilter;
  readonly status: 'pending' | 'confirmed' | 'unsubscribed';
  /** Address, frequency and filter in one: asking twice for the same is asking once. */
  readonly wish: string;
  readonly createdAt: Date;
  readonly askedAt: Date;
  readonly confirmedAt: Date | null;
  /** Append-only: what was said, and when. The proof of consent (RGPD, art. 7.1). */
  readonly consent: readonly ConsentEntry[];
}

export interface ConsentEntry {
  readonly at: Date;
  readonly what: 'asked' | 'confirmed' | 'unsubscribed';
  /** The words that were shown. */
  readonly text: string;
}

export const consentText = 'Recevoir par courriel les ressources d’Essaim qui correspondent à ce filtre.';

const soon = 'Ce rythme n’est pas encore proposé : choisissez « immediate ».';

export const newSubscription = z.strictObject({
  email: z.email().max(254),
  frequency: z.enum(['immediate', 'daily', 'weekly', 'monthly']).check((context) => {
    if (context.value !== 'immediate') {
      const params = { code: 'not-available', fr: soon, en: 'This rhythm is not offered yet: choose “immediate”.' };
      context.issues.push({ code: 'custom', message: soon, input: context.value, path: [], params });
    }
  }),
  filter: filter.default({}),
});
export type NewSubscription = z.output<typeof newSubscription>;

/** How long a confirmation link works. */
export const confirmationDays = 7;

/** The same person asking again within this time gets no second mail. */
export const askAgainMs = 10 * 60 * 1000;
