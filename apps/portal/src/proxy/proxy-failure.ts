import { type Problem, Unavailable } from '#platform';
import { BodyTooLarge, ServiceTimedOut } from './proxy.problems.ts';

/** What to tell a client when a service could not be asked: it is away, it is slow, or the body was refused. */
export const proxyFailure = (error: Error): Problem => {
  const chain = [...causes(error)];
  const refused = chain.find((cause): cause is BodyTooLarge => cause instanceof BodyTooLarge);
  if (refused) return refused;
  const codes = chain.map((cause) => (cause as NodeJS.ErrnoException).code);
  const problem =
    codes.includes('UND_ERR_HEADERS_TIMEOUT') || codes.includes('UND_ERR_BODY_TIMEOUT')
      ? new ServiceTimedOut()
      : new Unavailable();
  // For the log alone.
  return Object.assign(problem, { cause: error });
};

function* causes(error: unknown): Iterable<Error> {
  for (let at = error; at instanceof Error; at = at.cause) yield at;
}
