import { type Route, routes, type ServiceName } from '#contracts';

export type UpstreamName = Exclude<ServiceName, 'portal'>;
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A line of the table of routes that another service answers. */
export interface ProxiedRoute {
  readonly methods: readonly Method[];
  readonly path: string;
  readonly service: UpstreamName;
}

const methodsOf = ({ method }: Route): readonly Method[] => {
  if (method === '*') return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
};

const isUpstream = (service: ServiceName): service is UpstreamName => service !== 'portal';

/** What the portal passes on, made of the one table of `#contracts`. */
export const proxiedRoutes: readonly ProxiedRoute[] = routes.flatMap((route) =>
  isUpstream(route.service) ? [{ methods: methodsOf(route), path: route.path, service: route.service }] : [],
);

/** Fastify's path syntax as a regular expression: `:name` for one segment, a final `*` for the rest. */
const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:\w+/g, '[^/]+')
      .replace(/\*$/, '.*')}$`,
  );

const patterns = proxiedRoutes.map(({ path, methods, service }) => ({ pattern: patternOf(path), methods, service }));

/** Which methods the services take at a path; none when nobody answers there. */
export const methodsAt = (pathname: string): readonly Method[] => [
  ...new Set(patterns.filter(({ pattern }) => pattern.test(pathname)).flatMap(({ methods }) => methods)),
];

/** Which service takes a method at a path. */
export const upstreamAt = (method: Method, pathname: string): UpstreamName | undefined =>
  patterns.find(({ pattern, methods }) => methods.includes(method) && pattern.test(pathname))?.service;
