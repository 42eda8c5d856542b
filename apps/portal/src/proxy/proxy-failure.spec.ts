import { describe, expect, it } from 'vitest';
import { BodyTooLarge } from './proxy.problems.ts';
import { proxyFailure } from './proxy-failure.ts';

const caused = (cause: Error) => new Error('could not be asked', { cause });
const coded = (code: string) => caused(Object.assign(new Error(code), { code }));

describe('A service that could not be asked', () => {
  it.each([
    ['ECONNREFUSED', 503],
    ['ENOTFOUND', 503],
    ['UND_ERR_SOCKET', 503],
    ['UND_ERR_CONNECT_TIMEOUT', 503],
    ['UND_ERR_HEADERS_TIMEOUT', 504],
    ['UND_ERR_BODY_TIMEOUT', 504],
  ])('because of %s is a %d, with a time to come back', (code, status) => {
    const problem = proxyFailure(coded(code));
    expect(problem.status).toBe(status);
    expect(Number(problem.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('because the body was refused is what the body was refused for', () => {
    expect(proxyFailure(caused(new BodyTooLarge(5)))).toMatchObject({ type: 'too-large', status: 413 });
  });
});
