import { z } from 'zod';
import { type ContributionContent, contributionContent, line } from '#contracts';
import { charter } from './charter.ts';

export const effort = z.strictObject({
  hours: z.number().min(0).max(100_000).optional(),
  costEur: z.number().min(0).max(100_000_000).optional(),
});

/** What a client may send: the content, and how to take it in. */
export const intake = z.strictObject({
  ...contributionContent.shape,
  title: contributionContent.shape.title.unwrap(),
  /** Id or slug; needed when the key serves several networks. */
  network: line(80).optional(),
  /** The client's own id for it, unique per network: sending it again updates. */
  externalId: line(200).optional(),
  submit: z.boolean().default(false),
  /** Time and money that it took: for funding files, shown to the network alone. */
  effort: effort.optional(),
  /** The version of the charter that is accepted; handing in accepts the one in force. */
  charter: z.literal(charter.version).optional(),
  /** Who proposes it, for somebody without an account. */
  proposer: z.strictObject({ name: line(120), email: z.email().max(254).optional() }).optional(),
});
export type Intake = z.output<typeof intake>;

/** An edit, as RFC 7396 has it: what is named replaces, null removes. */
export const edit = z.looseObject({});

const serverSide = ['network', 'externalId', 'submit', 'effort', 'charter', 'proposer'] as const;

/** The content alone. */
export const contentOf = (sent: Intake): ContributionContent =>
  Object.fromEntries(
    Object.entries(sent).filter(([name]) => !(serverSide as readonly string[]).includes(name)),
  ) as ContributionContent;

/** RFC 7396 §2. */
export const merge = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(merged[name], value);
  }
  return merged;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two contents say the same. Keys may come in any order. */
export const sameContent = (a: ContributionContent, b: ContributionContent): boolean => sorted(a) === sorted(b);

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1))) : inner,
  );

type Hashed = readonly { readonly id: string }[] | undefined;

export const sameFiles = (a: Hashed = [], b: Hashed = []): boolean =>
  a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
