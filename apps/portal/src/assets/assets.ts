import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** A file that pages load, as it is sent: never changed while the portal runs. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly bytes: { readonly identity: Buffer; readonly gzip?: Buffer; readonly br?: Buffer };
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

const folder = (name: string): URL => new URL(`../design/${name}/`, import.meta.url);
const filesOf = (name: string): string[] => readdirSync(folder(name)).sort();
const read = (name: string, file: string): Buffer => readFileSync(new URL(file, folder(name)));

/** Atkinson Hyperlegible Next, of the Braille Institute (OFL 1.1): drawn to be told apart by tired or weak eyes. */
const font = (): Buffer =>
  readFileSync(
    createRequire(import.meta.url).resolve(
      '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
    ),
  );

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 12);

const assetOf = (name: string, bytes: Buffer): Asset => {
  const extension = name.split('.').at(-1) ?? '';
  // A font is compressed already.
  const isText = extension !== 'woff2';
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: hashOf(bytes),
    bytes: isText ? { identity: bytes, gzip: gzipSync(bytes), br: brotliCompressSync(bytes) } : { identity: bytes },
  };
};

const load = (): ReadonlyMap<string, Asset> => {
  const css = Buffer.concat(filesOf('styles').map((file) => read('styles', file)));
  const files = new Map<string, Buffer>([
    ['site.css', css],
    ['text.woff2', font()],
    ...filesOf('icons').map((file) => [file, read('icons', file)] as const),
    ...filesOf('scripts').map((file) => [file, read('scripts', file)] as const),
  ]);
  return new Map([...files].map(([name, bytes]) => [name, assetOf(name, bytes)]));
};

/** Styles, scripts, icons and the font, by name. The files of `design/styles` make one stylesheet, in their order. */
export const assets = load();

/** Changes when any asset does: they refer to one another, so they change address together. */
export const assetsVersion = hashOf(Buffer.from([...assets].map(([name, { etag }]) => `${name} ${etag}`).join('\n')));

/** Where a page finds an asset: an address that may be kept for ever. */
export const assetPath = (name: string): string => {
  if (!assets.has(name)) throw new Error(`There is no asset ${name}.`);
  return `/assets/${assetsVersion}/${name}`;
};
