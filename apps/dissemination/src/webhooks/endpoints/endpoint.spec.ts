import { describe, expect, it } from 'vitest';
import { masked } from './address.ts';
import { requireFormat } from './endpoint.problems.ts';
import { newEndpoint } from './endpoint.ts';

const errorsOf = (given: object): string[] =>
  newEndpoint.safeParse({ url: 'https://outil.example/', ...given }).error?.issues.map(({ path }) => path.join('/')) ??
  [];

describe('An endpoint', () => {
  it('gets everything that is everybody’s, signed with a secret, as it comes, unless it says otherwise', () => {
    expect(newEndpoint.parse({ url: 'https://outil.example/' })).toMatchObject({
      format: 'standard',
      signatures: ['v1'],
      rhythm: { every: 'event' },
      timeoutSeconds: 15,
      filter: {},
    });
  });

  it.each([
    [{ headers: { 'webhook-id': 'x' } }, ['headers/webhook-id']],
    [{ headers: { Host: 'x' } }, ['headers/Host']],
    [{ headers: { 'content-type': 'x' } }, ['headers/content-type']],
    [{ headers: { 'x-a': 'a\r\nx-b: b' } }, ['headers/x-a']],
    [{ headers: { 'x a': 'a' } }, ['headers/x a']],
    [{ headers: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`x-${n}`, 'a'])) }, ['headers']],
    [{ headers: { 'x-jeton': 'a', authorization: 'Bearer x' } }, []],
    [{ timeoutSeconds: 31 }, ['timeoutSeconds']],
    [{ rhythm: { every: 'day', hour: 24 } }, ['rhythm/hour']],
    [{ events: ['resource.publishd'] }, ['events/0']],
  ])('with %j has faults at %j', (given, expected) => expect(errorsOf(given)).toEqual(expected));

  it('has a rhythm when it is a chat, and v1a when it is not', () => {
    const refused = (given: object) => () =>
      requireFormat(newEndpoint.parse({ url: 'https://outil.example/', ...given }));
    expect(refused({ rhythm: { every: 'day' } })).toThrow();
    expect(refused({ format: 'slack', signatures: ['v1', 'v1a'] })).toThrow();
    expect(refused({ format: 'slack', rhythm: { every: 'day' } })).not.toThrow();
  });

  it('of a chat shows where it leads, and not what lets one write there', () => {
    expect(masked('https://hooks.slack.com/services/T0/B0/abcdefghijkl')).toBe(
      'https://hooks.slack.com/services/…ijkl',
    );
    expect(masked('https://chat.example/abc')).toBe('https://chat.example/…/abc');
    expect(masked('https://prod.westeurope.logic.azure.com/workflows/1234567890/run?sig=abcdefghij')).toBe(
      'https://prod.westeurope.logic.azure.com/workflows/…ghij',
    );
  });
});
