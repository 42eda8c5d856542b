import { describe, expect, it } from 'vitest';
import { answeredHeaders, forwardedHeaders } from './forwarded-headers.ts';

const forwarded = {
  clientIp: '192.0.2.7',
  protocol: 'https',
  host: 'essaim.example',
  traceparent: undefined,
  hasBody: true,
};

describe('The headers that a service gets', () => {
  it('keep what the client says', () => {
    const headers = {
      authorization: 'Bearer ess_1_2',
      'if-none-match': '"a"',
      'accept-encoding': 'br',
      'content-length': '3',
    };
    expect(forwardedHeaders(headers, forwarded)).toMatchObject(headers);
  });

  it.each([
    'cookie',
    'essaim-at',
    'connection',
    'keep-alive',
    'te',
    'upgrade',
    'expect',
    'transfer-encoding',
    'proxy-authorization',
    'forwarded',
    'x-real-ip',
    'x-forwarded-prefix',
  ])('lack %s', (name) => {
    expect(forwardedHeaders({ [name]: 'anything' }, forwarded)).not.toHaveProperty(name);
  });

  it('lack what Connection lists', () => {
    expect(forwardedHeaders({ connection: 'close, X-Private', 'x-private': '1' }, forwarded)).not.toHaveProperty(
      'x-private',
    );
  });

  it('say who asked, whatever the client pretends', () => {
    expect(forwardedHeaders({ 'x-forwarded-for': '203.0.113.1', 'x-forwarded-proto': 'ftp' }, forwarded)).toMatchObject(
      {
        'x-forwarded-for': '192.0.2.7',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'essaim.example',
      },
    );
  });

  it('announce no body when none is passed on', () => {
    expect(forwardedHeaders({ 'content-length': '3' }, { ...forwarded, hasBody: false })).not.toHaveProperty(
      'content-length',
    );
  });
});

describe('The headers that a client gets', () => {
  it('are those of the service, less those of its connection', () => {
    const headers = {
      etag: '"a"',
      'content-encoding': 'br',
      connection: 'keep-alive',
      'keep-alive': 'timeout=5',
      'set-cookie': 'a=b',
    };
    expect(answeredHeaders(headers)).toEqual({ etag: '"a"', 'content-encoding': 'br' });
  });
});
