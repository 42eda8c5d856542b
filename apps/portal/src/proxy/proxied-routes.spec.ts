import { describe, expect, it } from 'vitest';
import { methodsAt, proxiedRoutes } from './proxied-routes.ts';

describe('The table of proxied routes', () => {
  it('names each method and path once', () => {
    const lines = proxiedRoutes.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`));
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('never reaches health or metrics', () => {
    expect(methodsAt('/health/ready')).toEqual([]);
    expect(methodsAt('/metrics')).toEqual([]);
  });

  it.each([
    ['/api/v1/resources', ['GET', 'HEAD']],
    ['/api/v1/resources/01-abc', ['GET', 'HEAD']],
    ['/api/v1/resources/01-abc/unknown', []],
    ['/api/v1/subscriptions', ['POST']],
    ['/feeds/resources.rss', ['GET', 'HEAD']],
    ['/feedsXresources', []],
    ['/api/v1/contributions/01/submit', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']],
  ])('takes at %s the methods %j', (path, methods) => {
    expect(methodsAt(path)).toEqual(methods);
  });
});
