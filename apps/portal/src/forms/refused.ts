import { NotFound, Problem, Unavailable } from '#platform';
import { spaced } from '../pages/french.ts';
import type { Acted, Refusal } from '../sign-in/acting-api.ts';
import { SignInNeeded } from '../sign-in/signed-in.ts';

/** What a service refused, as the whole page then says it. */
class Refused extends Problem {
  constructor({ type, status, detail }: Refusal) {
    super(type.replace('/problems/', '') || 'refused', status, { fr: detail, en: detail });
  }
}

/** What a page cannot do without: a refusal becomes the page’s own. @throws NotFound @throws Refused */
export const needed = <Body>(acted: Acted<Body>): Body => {
  if (acted.done) return acted.body;
  if (acted.refusal.status === 404) throw new NotFound({ fr: acted.refusal.detail, en: acted.refusal.detail });
  throw new Refused(acted.refusal);
};

/** What a page can do without: null when it is refused, or nobody answers now. */
export const optional = async <Body>(asked: Promise<Acted<Body>>): Promise<Body | null> => {
  const acted = await asked.catch((error: unknown) => {
    if (error instanceof Unavailable || error instanceof SignInNeeded) return null;
    throw error;
  });
  return acted?.done ? acted.body : null;
};

/** A refusal for the form that it is about: the summary above, a sentence at each field. */
export const formErrors = (refusal: Refusal | undefined, fields: readonly string[] = []) => {
  if (!refusal) return { errors: [], errorAt: {} as Readonly<Record<string, string>> };
  const errors = refusal.errors.length ? refusal.errors : [{ id: '', message: refusal.detail }];
  return {
    // Only what has a place on this page is linked to.
    errors: errors.map(({ id, message }) => ({ id: fields.includes(id) ? id : '', message: spaced(message) })),
    errorAt: Object.fromEntries(Object.entries(refusal.fields).map(([field, message]) => [field, spaced(message)])),
  };
};
