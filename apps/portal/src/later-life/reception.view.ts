import type { PublicResource } from '#contracts';
import { counted } from '../pages/french.ts';
import { pathOf } from '../resources/resource.view.ts';
import { feedbackLine } from './feedback.view.ts';
import { recordPath } from './moves.ts';
import type { Reception } from './reception.ts';
import { adoptionLine } from './record.view.ts';

type Told<Name extends 'adoptions' | 'feedback'> = Awaited<ReturnType<Reception[Name]>>;

/** How it was received, on its page; undefined where it is no longer offered. */
export const receptionView = (
  { id, status }: PublicResource,
  adoptions: Told<'adoptions'>,
  feedback: Told<'feedback'>,
) =>
  status === 'published' || status === 'flagged'
    ? {
        adoptions: adoptions?.items.map(adoptionLine),
        count: adoptions?.total ? counted(adoptions.total, 'reprise', 'reprises') : null,
        feedback: feedback?.items.map(feedbackLine),
        adoptPath: `${pathOf(id)}/reprise`,
        feedbackPath: `${pathOf(id)}/retour`,
        trialsPath: `${pathOf(id)}/essais`,
        recordPath: recordPath(id),
      }
    : undefined;
