import { spaced } from '../pages/french.ts';
import type { Sent } from './content.ts';
import type { DuplicateFacts } from './contribution-desk.ts';
import { type Step, stepOf, steps } from './fields.ts';
import { errorsIn, type Filling, fieldsView, summaryOf } from './form.view.ts';
import { modelFor } from './models.ts';

interface StepState {
  readonly step: Step;
  /** Undefined as long as it is not kept anywhere. */
  readonly id?: string | undefined;
  readonly revision?: string;
  readonly filling: Filling;
  readonly notice?: string | undefined;
  readonly duplicates?: readonly DuplicateFacts[];
}

const review = { slug: 'relire', title: 'Relire et envoyer' };

/** The way through the form; a step that still lacks something says so. */
export const wayView = (current: string, id: string | undefined, obstacles: readonly { pointer: string }[] = []) => {
  const lacking = new Set(obstacles.map(({ pointer }) => stepOf(pointer)?.slug));
  return [...steps, review].map(({ slug, title }) => ({
    title,
    path: id && slug !== current ? stepPath(id, slug) : null,
    isCurrent: slug === current,
    isLacking: lacking.has(slug),
  }));
};

export const stepPath = (id: string, slug: string): string => `/contribuer/${encodeURIComponent(id)}/${slug}`;

export const duplicatesView = (found: readonly DuplicateFacts[]) =>
  found.slice(0, 3).map(({ id, title, status, network }) => ({
    title: spaced(title),
    network: network?.name ?? '',
    path: status === 'published' ? `/ressources/${encodeURIComponent(id)}` : null,
  }));

export const stepView = ({ step, id, revision, filling, notice, duplicates = [] }: StepState) => {
  const model = modelFor(filling.content.format);
  return {
    title: `${step.title} – Contribuer`,
    heading: step.title,
    lead: step.lead,
    breadcrumb: [{ label: 'Mes contributions', path: '/contributions' }, { label: 'Contribuer' }],
    way: wayView(step.slug, id),
    number: steps.indexOf(step) + 1,
    total: steps.length + 1,
    action: id ? stepPath(id, step.slug) : '/contribuer',
    autosave: id ? `${stepPath(id, step.slug)}/brouillon` : '/contribuer/verification',
    isKept: id !== undefined,
    revision,
    notice,
    errors: summaryOf(step.fields, filling.errors),
    ...fieldsView(
      step.fields.filter(({ isOfRevision }) => !isOfRevision || isHandedIn(filling)),
      filling,
    ),
    duplicates: duplicatesView(duplicates),
    hasFiles: step.slug === 'contenu' && id !== undefined,
    model: step.slug === 'contenu' ? model : undefined,
  };
};

const isHandedIn = ({ content }: Filling): boolean => Number(content.version ?? 0) > 0;

/** Errors by field, for the form that was sent. */
export const errorsOf = (step: Step, errors: Parameters<typeof errorsIn>[1]) => errorsIn(step.fields, errors);

export const sentOf = (body: unknown): Sent => (typeof body === 'object' && body !== null ? (body as Sent) : {});
