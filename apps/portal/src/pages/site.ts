/** What every page says of the site itself; the operator's configuration tells it. */
export interface Site {
  readonly origin: string;
  /** « partiellement conforme »: the mention that the law wants on the home page. */
  readonly accessibility: string;
  readonly contact: string;
}

/** The name under which Nest gives it. */
export const siteFacts = Symbol('site');
