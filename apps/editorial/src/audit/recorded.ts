import type { z } from 'zod';
import type { Principal } from '#access';
import { type Announcement, actionRecorded, announce } from '#contracts';

type Action = z.output<typeof actionRecorded.schema>;
export type Detail = Action['detail'];
export type Actor = Pick<Principal, 'kind' | 'id'> | null;

/** What the audit log keeps of an action: saved in the very write that it tells of. */
export const recorded = (
  action: string,
  actor: Actor,
  subject: Action['subject'],
  facts: { readonly version?: number; readonly policyVersion?: number; readonly detail?: Detail } = {},
): Announcement =>
  announce(actionRecorded, {
    action,
    actor: actor && { kind: actor.kind, id: actor.id },
    subject,
    version: facts.version ?? null,
    policyVersion: facts.policyVersion ?? null,
    detail: facts.detail ?? {},
  });

interface Judged {
  readonly _id: string;
  readonly version: number;
  readonly policy: { readonly version: number };
}

/** The same, of a case, under the rules that it opened with. */
export const recordedOn = (subject: Judged, action: string, actor: Actor, detail: Detail = {}): Announcement =>
  recorded(action, actor, { kind: 'case', id: subject._id }, { ...factsOf(subject), detail });

export const factsOf = ({ version, policy }: Judged) => ({ version, policyVersion: policy.version });
