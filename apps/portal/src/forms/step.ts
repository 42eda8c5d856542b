import { randomUUID } from 'node:crypto';
import { spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import { formErrors } from './refused.ts';

/** The page that asks before something is done, and for the reason where one is wanted. */
export const stepPage = new URL('./step.hbs', import.meta.url);

export interface Step {
  readonly title: string;
  /** What it does, and whether it can be undone. */
  readonly lead: string;
  /** What it is about. */
  readonly about?: string;
  readonly button: string;
  readonly action: string;
  readonly cancelPath: string;
  readonly trail: readonly { readonly label: string; readonly path?: string }[];
  /** Asked for when it is there. */
  readonly reason?: { readonly label: string; readonly hint?: string; readonly isOptional?: boolean };
  /** Ticked or not. */
  readonly check?: { readonly name: string; readonly label: string };
  /** Values that go with the form. */
  readonly hidden?: Readonly<Record<string, string | number>>;
}

export const stepView = (step: Step, given = '', refusal?: Refusal) => {
  const { errors, errorAt } = formErrors(refusal, ['reason']);
  return {
    ...step,
    isHidden: true,
    lead: spaced(step.lead),
    about: step.about && spaced(step.about),
    breadcrumb: [...step.trail, { label: step.title }],
    hidden: Object.entries(step.hidden ?? {}).map(([name, value]) => ({ name, value })),
    given,
    errors,
    isReasonNeeded: step.reason && !step.reason.isOptional,
    reasonError: errorAt.reason ?? errorAt.remarks,
  };
};

/** Goes with a form that creates something, so that sending it twice makes one. */
export const newFormKey = (): string => randomUUID();

/** What says so to the API. */
export const once = (key: string): Readonly<Record<string, string>> => (key ? { 'idempotency-key': key } : {});
