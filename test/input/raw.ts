import { request } from 'node:http';
import type { Answer, Sent } from '../support/client.ts';

export interface RawRequest {
  readonly method: string;
  /** As it goes out: nothing normalises it. */
  readonly target: string;
  readonly headers?: Sent;
  /** Bytes, or text that may be no JSON. */
  readonly body?: string | Buffer;
}

/** Sends exactly these bytes, as no well-meaning client would. */
export const sendRaw = (origin: string, { method, target, headers = {}, body }: RawRequest): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const { hostname, port } = new URL(origin);
    const options = { hostname, port, method, path: target, headers: { ...length, ...headers } };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const answered = new Headers();
        for (const [name, value] of Object.entries(response.headers)) answered.set(name, String(value));
        const isJson = text && /[/+]json/.test(answered.get('content-type') ?? '') && !answered.has('content-encoding');
        resolve({
          status: response.statusCode ?? 0,
          headers: answered,
          text,
          body: isJson ? JSON.parse(text) : undefined,
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });

export const asJson = { 'content-type': 'application/json' };
