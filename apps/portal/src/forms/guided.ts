import { randomUUID } from 'node:crypto';
import type { Content, Sent } from '../contribute/content.ts';
import type { Field } from '../contribute/fields.ts';
import { errorsIn, fieldsView, summaryOf } from '../contribute/form.view.ts';
import type { Choices } from '../contribute/vocabularies.ts';
import type { Network } from '../networks/directory.ts';
import { spaced } from '../pages/french.ts';
import type { Acted, Refusal } from '../sign-in/acting-api.ts';
import { needed } from './refused.ts';

/** One thing on one page, asked for with the fields of the guided form. */
export const guidedPage = new URL('./guided.hbs', import.meta.url);

export interface Guided {
  readonly title: string;
  readonly lead?: string;
  readonly fields: readonly Field[];
  /** Names of the fields that must be filled in. */
  readonly required: ReadonlySet<string>;
  readonly choices: Choices;
  readonly networks?: readonly Network[];
  /** What it says now; nothing as long as it is not there. */
  readonly content?: Content;
  readonly revision?: string;
  /** What was sent and refused. */
  readonly sent?: Sent | undefined;
  readonly refusal?: Refusal | undefined;
  readonly button: string;
  readonly action: string;
  readonly cancelPath: string;
  readonly trail: readonly { readonly label: string; readonly path?: string }[];
}

export const guidedView = (guided: Guided) => {
  const { title, lead, fields, required, choices, networks = [], content, revision = '', sent, refusal } = guided;
  const errors = errorsIn(fields, refusal?.errors ?? []);
  const filling = { content: content ?? {}, sent, errors, required, choices, networks, initial: {}, isFresh: !content };
  return {
    title: spaced(title),
    lead: lead && spaced(lead),
    breadcrumb: [...guided.trail, { label: spaced(title) }],
    button: guided.button,
    action: guided.action,
    cancelPath: guided.cancelPath,
    revision,
    idempotency: randomUUID(),
    errors: summaryOf(fields, errors),
    // What is said of no field that is here is said above them.
    refused: refusal && errors.size === 0 ? spaced(refusal.errors[0]?.message ?? refusal.detail) : undefined,
    ...fieldsView(fields, filling),
  };
};

const forForms = [409, 412, 422, 428];

/** What the form itself says of a refusal; others are the page’s. @throws NotFound, Problem */
export const refusalFor = <Body>(acted: Acted<Body>): Refusal | undefined => {
  if (acted.done) return undefined;
  if (!forForms.includes(acted.refusal.status)) needed(acted);
  return acted.refusal;
};

/** Goes with what creates, so that sending a form twice makes one. */
export const keyIn = ({ idempotency }: Sent): Readonly<Record<string, string>> => ({
  'idempotency-key': typeof idempotency === 'string' && idempotency ? idempotency : randomUUID(),
});

/** Goes with an edit: the state that was looked at. */
export const revisionIn = ({ revision }: Sent): Readonly<Record<string, string>> => ({
  'if-match': typeof revision === 'string' ? revision : '',
});
