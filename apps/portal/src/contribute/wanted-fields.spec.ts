import { describe, expect, it } from 'vitest';
import { WantedFields } from './wanted-fields.ts';

describe('The fields that the API wants', () => {
  const error = (pointer: string, code = 'required') => ({ id: '', pointer, code, message: '' });
  /** One that wants a summary of everything, a period of observations, and finds fault with what it is given. */
  const check = async (body: Readonly<Record<string, unknown>>) => {
    asked.push(body);
    const ofKind = body.family === 'observation' ? [error('/observation/period')] : [];
    return [error('/summary'), error('/title', 'too-short'), ...ofKind];
  };
  const asked: Readonly<Record<string, unknown>>[] = [];

  it('are those of any contribution and those of its kind, and are asked for once', async () => {
    const wanted = new WantedFields();
    const observation = () => wanted.of({ network: 'n1' }, { family: 'observation', format: '' }, check);
    expect([...(await observation())].sort()).toEqual(['observation.period', 'summary', 'title']);
    expect([...(await wanted.of({ network: 'n1' }, {}, check))].sort()).toEqual(['summary', 'title']);
    await observation();
    expect(asked).toEqual([
      { network: 'n1', title: '…', submit: true },
      { network: 'n1', family: 'observation', title: '…', submit: true },
    ]);
  });

  it('are not known while nobody answers', async () => {
    const wanted = new WantedFields();
    await expect(wanted.of({}, {}, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect([...(await wanted.of({}, {}, check))]).toContain('summary');
  });
});
