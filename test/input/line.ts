import type { LineRoute } from './line-route.ts';
import { disseminationLine } from './lines/dissemination.ts';
import { editorialLine } from './lines/editorial.ts';
import { submissionLine } from './lines/submission.ts';
import { watchLine } from './lines/watch.ts';

export type { LineRoute } from './line-route.ts';

/** Every route of the line that reads what somebody sends, by its name, with a body that it would take. */
export const line: Readonly<Record<string, LineRoute>> = {
  ...disseminationLine,
  ...editorialLine,
  ...submissionLine,
  ...watchLine,
};
