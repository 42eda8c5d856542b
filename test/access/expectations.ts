import { type Expectation } from './expectation.ts';
import { disseminationExpectations } from './expectations/dissemination.ts';
import { editorialExpectations } from './expectations/editorial.ts';
import { submissionExpectations } from './expectations/submission.ts';
import { watchExpectations } from './expectations/watch.ts';

export type { Expectation, Outcome } from './expectation.ts';

/** Who may call what, by the routes as OpenAPI names them. A route that is not here fails the test. */
export const expectations: Readonly<Record<string, Expectation>> = {
  ...disseminationExpectations,
  ...editorialExpectations,
  ...submissionExpectations,
  ...watchExpectations,
};
