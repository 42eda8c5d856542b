import { type ArgumentsHost, HttpException, Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConcurrentChange, DatabaseNotConnected, IdempotencyKeyReused } from '#persistence';
import { Forbidden, InvalidFields, inTrace, ProblemFilter, Unauthenticated } from '#platform';

Logger.overrideLogger(false);

/** What a client that asked for this language is answered when that happens. */
const answerTo = (error: unknown, acceptLanguage?: string) => {
  const sent = { status: 0, headers: {} as Record<string, string>, type: '', body: {} as Record<string, unknown> };
  const reply = {
    raw: {},
    status: (status: number) => Object.assign(reply, void Object.assign(sent, { status })),
    headers: (headers: object) => Object.assign(reply, void Object.assign(sent.headers, headers)),
    type: (type: string) => Object.assign(reply, void Object.assign(sent, { type })),
    send: (body: string) => void Object.assign(sent, { body: JSON.parse(body) }),
  };
  const request = { headers: { 'accept-language': acceptLanguage }, method: 'GET', url: '/api/v1/cases/7?secret=x' };
  const http = { getRequest: () => request, getResponse: () => reply };
  new ProblemFilter().catch(error, { switchToHttp: () => http } as unknown as ArgumentsHost);
  return sent;
};

describe('A refusal', () => {
  it('is answered as problem+json, with where and in which trace it happened', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const sent = inTrace(traceparent, () => answerTo(new Forbidden()));
    expect(sent.type).toBe('application/problem+json; charset=utf-8');
    expect(sent.body).toEqual({
      type: '/problems/forbidden',
      title: 'Accès refusé',
      status: 403,
      detail: 'Cette clé n’y donne pas droit.',
      instance: '/api/v1/cases/7',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    });
  });

  it.each([
    [undefined, 'fr'],
    ['', 'fr'],
    ['de', 'fr'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
    ['fr;q=0.3, en;q=0.5', 'en'],
    ['*', 'fr'],
    [';;q=,,,=', 'fr'],
  ])('speaks the language asked: %j, %s', (asked, language) => {
    const sent = answerTo(new Forbidden(), asked);
    expect(sent.headers['content-language']).toBe(language);
    const { title, detail } = new Forbidden();
    const said = language as 'fr' | 'en';
    expect([sent.body.title, sent.body.detail]).toEqual([title[said], detail[said]]);
  });

  it('of several fields names each, in one language', () => {
    const detail = { fr: 'Inconnu.', en: 'Unknown.' };
    const sent = answerTo(new InvalidFields([{ pointer: '/a', code: 'unknown-a', detail }]), 'en');
    expect(sent.body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/a', code: 'unknown-a', detail: 'Unknown.' }],
    });
  });

  it('for want of a key says how to bring one', () => {
    expect(answerTo(new Unauthenticated()).headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it.each([
    // A schema that fails where nobody checked what was sent is our mistake.
    [z.string().safeParse(7).error, 500, 'unexpected'],
    [new ConcurrentChange('c', 1), 412, 'revision-mismatch'],
    [new IdempotencyKeyReused(), 422, 'idempotency-key-reused'],
    [new DatabaseNotConnected(), 503, 'unavailable'],
    [new HttpException('x', 404), 404, 'not-found'],
    [Object.assign(new Error('x'), { statusCode: 413 }), 413, 'too-large'],
    [Object.assign(new Error('x'), { statusCode: 415 }), 415, 'unsupported-media-type'],
    [new HttpException('x', 418), 418, 'refused'],
  ])('has a name for what libraries throw: %s', (error, status, type) => {
    expect(answerTo(error).body).toMatchObject({ status, type: `/problems/${type}` });
  });

  it.each([new Error('password=s3cret'), new HttpException('s3cret', 502), 's3cret', undefined, null])(
    'that nobody expected says nothing of itself: %s',
    (error) => {
      const sent = answerTo(error);
      expect(sent.body).toMatchObject({ status: 500, type: '/problems/unexpected' });
      expect(JSON.stringify(sent.body)).not.toContain('s3cret');
    },
  );
});
