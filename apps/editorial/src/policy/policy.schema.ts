import { z } from 'zod';
import { type CommitteePolicy, line, moment } from '#contracts';
import { fieldErrors, InvalidFields } from '#platform';

const count = (min: number, max: number) => z.number().int().min(min).max(max);
const quorum = z.strictObject({
  opinions: count(1, 30),
  colleges: count(1, 5),
  withoutEndorser: z.boolean().optional(),
});
const share = z.strictObject({ parts: count(0, 100), of: count(1, 100) }).refine(({ parts, of }) => parts <= of);

/** The rules, as an operator may set them. */
const policyRules = z.strictObject({
  quorum: z.strictObject({ usual: quorum, byFamily: z.record(line(80), quorum), label: quorum }),
  label: z.strictObject({ adoptionTerritories: count(0, 100), validMonths: count(1, 120) }),
  crossReview: z.boolean(),
  approval: share,
  refusal: share,
  changes: share,
  minimumDelayWorkingDays: count(0, 60),
  decisionDelayDays: count(1, 365),
  reminders: z.strictObject({ afterDays: count(1, 365), escalationAfterDays: count(1, 365) }),
  urgentHours: count(1, 720),
  scope: z.strictObject({ include: share, exclude: share }),
  everywhere: z.strictObject({ share, testedTerritories: count(0, 101) }),
  revalidationMonths: z.strictObject({ sensitive: count(1, 120), usual: count(1, 120) }),
}) satisfies z.ZodType<Omit<CommitteePolicy, 'version' | 'activeFrom' | 'comment'>>;
type PolicyRules = z.output<typeof policyRules>;

/** What differs from the rules in force, as a merge (RFC 7396); what it makes of them is checked whole. */
const changes = z.record(z.string(), z.unknown());

export const policyPreview = z.strictObject({ changes });
export const newPolicyVersion = z.strictObject({ changes, activeFrom: moment.optional(), comment: line(500) });
export type NewPolicyVersion = z.output<typeof newPolicyVersion>;

/** The rules that the changes make of these. @throws InvalidFields naming what makes them no rules. */
export const changedRules = (
  { version: _, activeFrom: __, comment: ___, ...rules }: CommitteePolicy,
  patch: unknown,
): PolicyRules => {
  const read = policyRules.safeParse(merged(rules, patch));
  if (!read.success) throw new InvalidFields(fieldErrors(read.error.issues, ['changes']));
  return read.data;
};

/** RFC 7396. */
const merged = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const result = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, merged(result.get(name), value));
  }
  return Object.fromEntries(result);
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
