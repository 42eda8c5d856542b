import { z } from 'zod';
import { moment, scope, term, text } from '#contracts';
import { independence } from '#taxonomy';
import { marks, recommendations } from './case.ts';

const mark = z.enum(marks);
const points = z.number().int().min(0).max(3);

/** An opinion as a member gives it. Reasons are needed for anything but an approval. */
export const givenOpinion = z
  .strictObject({
    version: z.number().int().positive(),
    recommendation: z.enum(recommendations),
    criteria: z.strictObject({ clarity: mark, accessibility: mark, fieldTest: mark, verification: mark }),
    clarityDetail: z.strictObject({ substance: points, form: points, ease: points }).nullish(),
    commonInterest: mark.nullish(),
    scope: scope.nullish(),
    verdict: z.enum(['everywhere', 'inspiration']).nullish(),
    comment: text(4000).nullish(),
  })
  .check((context) => {
    const { recommendation, comment } = context.value;
    if (recommendation !== 'approve' && !comment) {
      const fr = 'Donnez vos raisons : l’auteur les lira.';
      const en = 'Give your reasons: the author will read them.';
      context.issues.push({
        code: 'custom',
        message: fr,
        input: comment,
        path: ['comment'],
        params: { code: 'required', fr, en },
      });
    }
  });
export type GivenOpinion = z.output<typeof givenOpinion>;

export const givenVerification = z.strictObject({
  version: z.number().int().positive(),
  perimeter: text(500),
  independence: term(independence).default('third-party'),
  verifiedAt: moment.optional(),
  validUntil: moment.optional(),
});
export type GivenVerification = z.output<typeof givenVerification>;
