/** What the product answered, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON that it is; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers
  readonly body: any;
}

export type Sent = Readonly<Record<string, string>>;

/** Somebody outside: calls the public origin with a key, or with none, and follows no redirect. */
export class Client {
  constructor(
    private readonly origin: string,
    private readonly key?: string,
  ) {}

  /** @param path from the API when it begins without a slash, from the origin otherwise; whole addresses do too. */
  async send(method: string, path: string, headers: Sent = {}, body?: RequestInit['body']): Promise<Answer> {
    const response = await fetch(new URL(path, `${this.origin}/api/v1/`), {
      method,
      redirect: 'manual',
      headers: { ...(this.key ? { authorization: `Bearer ${this.key}` } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const { status, headers: answered } = response;
    return { status, headers: answered, text, body: text && isJson ? JSON.parse(text) : undefined };
  }

  get(path: string, headers?: Sent): Promise<Answer> {
    return this.send('GET', path, headers);
  }

  head(path: string, headers?: Sent): Promise<Answer> {
    return this.send('HEAD', path, headers);
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }

  post(path: string, body?: unknown, headers: Sent = {}): Promise<Answer> {
    if (body === undefined) return this.send('POST', path, headers);
    return this.send('POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  }

  /** @param revision the ETag that the edit was made from. */
  patch(path: string, body: unknown, revision?: string): Promise<Answer> {
    const headers = { 'content-type': 'application/merge-patch+json', ...(revision ? { 'if-match': revision } : {}) };
    return this.send('PATCH', path, headers, JSON.stringify(body));
  }
}

/** The body of an answer that can only be a success. @throws Error with what was answered instead */
export const done = async (asked: Promise<Answer>): Promise<Answer['body']> => {
  const { status, text, body } = await asked;
  if (status >= 300) throw new Error(`answered ${status}: ${text.slice(0, 2_000)}`);
  return body;
};

/** The entity tag of what is there. */
export const etagOf = async (asked: Promise<Answer>): Promise<string> => {
  const { headers } = await asked;
  const etag = headers.get('etag');
  if (!etag) throw new Error('the answer has no ETag');
  return etag;
};
