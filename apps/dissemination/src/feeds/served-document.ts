import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export const codings = ['br', 'gzip', 'identity'] as const;
export type Coding = (typeof codings)[number];

/** What was rendered, and when what it says last changed. */
export interface Rendered {
  readonly text: string;
  readonly changedAt: Date;
}

/** A document as bytes, in each coding, with the validators of each (RFC 9110 §8.8: a strong tag is of one coding). */
export interface ServedDocument {
  readonly bodies: Readonly<Record<Coding, { readonly bytes: Buffer; readonly etag: string }>>;
  readonly lastModified: Date;
  /** What keeping it costs. */
  readonly size: number;
}

export const served = async ({ text, changedAt }: Rendered): Promise<ServedDocument> => {
  const identity = Buffer.from(text);
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    promisify(gzip)(identity),
  ]);
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 27);
  const body = (bytes: Buffer, coding: Coding) => ({ bytes, etag: `"${hash}-${coding}"` });
  return {
    bodies: { br: body(br, 'br'), gzip: body(zipped, 'gzip'), identity: body(identity, 'identity') },
    lastModified: changedAt,
    size: identity.length + br.length + zipped.length,
  };
};
