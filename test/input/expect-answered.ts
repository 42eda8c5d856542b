import { expect } from 'vitest';
import { expectProblem } from '../journeys/contract/conventions.ts';
import type { Answer } from '../support/client.ts';
import type { LineRoute } from './line.ts';

const refusals = new Set([400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429]);

/** A success, or one of the refusals of the contract, as the contract writes them. */
export const expectAnswered = (answer: Answer, { isPage = false }: LineRoute, isEnglish = false): void => {
  const { status, text, headers, body } = answer;
  if (status < 400) return;
  expect({ status: refusals.has(status) ? 'refused' : status, text: text.slice(0, 300) }).toMatchObject({
    status: 'refused',
  });
  if (isPage && headers.get('content-type')?.startsWith('text/html')) return;
  expectProblem(answer, status);
  if (!isEnglish) expect(headers.get('content-language')).toBe('fr');
  if (body.type !== '/problems/invalid-fields') return;
  expect(body.errors.length).toBeGreaterThan(0);
  expect(body.errors.length).toBeLessThanOrEqual(100);
  for (const { pointer, code, detail } of body.errors) {
    expect({ pointer, code, detail }).toEqual({
      pointer: expect.stringMatching(/^(?:$|\/)/),
      code: expect.stringMatching(/^[a-z]+(?:-[A-Za-z]+)*$/),
      detail: expect.stringMatching(/\S/),
    });
  }
};
