import type { PublicResource } from '#contracts';
import { flows } from '#taxonomy';
import { enumerated, frenchDate, spaced } from '../pages/french.ts';

type Facts = Pick<PublicResource, 'expiresAt' | 'flow' | 'competences'> & {
  readonly funding?: PublicResource['funding'] | undefined;
};

/** What a resource says beside the usual: public money that one may ask for, until when, which competences, which way. */
export const recordFacts = ({ funding, expiresAt, competences, flow }: Facts) =>
  [
    { label: 'Financeur', text: funding?.funder },
    { label: 'Ouverture', text: momentIn(funding?.opensAt) },
    // Of anything else a notice says until when it holds.
    { label: 'Clôture', text: funding ? momentIn(expiresAt) : undefined },
    { label: 'Qui peut demander', text: textIn(funding?.eligible) },
    { label: 'Compétences', text: competences?.length ? enumerated(competences) : undefined },
    // From the networks up is usual: only the other way is said.
    { label: 'Sens', text: flow === 'descending' ? flows.label(flow) : undefined },
  ].flatMap(({ label, text }) => (text ? [{ label, text: spaced(text) }] : []));

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const momentIn = (value: unknown): string | undefined =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? frenchDate(value) : undefined;
