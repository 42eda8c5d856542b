import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Clamd, NoScanner, ScanCommand, scannerOf } from './scanner.ts';

const file = (text: string) => Readable.from([Buffer.from(text.slice(0, 4)), Buffer.from(text.slice(4))]);

/** Speaks INSTREAM as clamd does, and calls infected what contains EICAR. */
const aClamd = async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let seen = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      seen = Buffer.concat([seen, data]);
      if (!seen.subarray(-4).equals(Buffer.alloc(4))) return;
      socket.end(`stream: ${seen.includes('EICAR') ? 'Eicar-Signature FOUND' : 'OK'}\0`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
};

describe('A scanner', () => {
  it('over TCP says what clamd says', async () => {
    const { port, stop } = await aClamd();
    const scanner = scannerOf(`127.0.0.1:${port}`, undefined);
    expect(scanner).toBeInstanceOf(Clamd);
    expect(await scanner.scan(file('Bonjour.'))).toBe('clean');
    expect(await scanner.scan(file('X5O!EICAR'))).toBe('infected');
    stop();
    await expect(scannerOf(`127.0.0.1:${port}`, undefined).scan(file('Bonjour.'))).rejects.toThrow();
  });

  it('that is a program answers by how it ends', async () => {
    const says = (code: number) => new ScanCommand(['/bin/sh', '-c', `cat >/dev/null; exit ${code}`]);
    expect(await says(0).scan(file('Bonjour.'))).toBe('clean');
    expect(await says(1).scan(file('Bonjour.'))).toBe('infected');
    await expect(says(2).scan(file('Bonjour.'))).rejects.toThrow();
    await expect(new ScanCommand(['/nowhere/scan']).scan(file('Bonjour.'))).rejects.toThrow();
  });

  it('is none by default', async () => {
    expect(scannerOf(undefined, undefined)).toBeInstanceOf(NoScanner);
    expect(await new NoScanner().scan(file('Bonjour.'))).toBe('not-scanned');
  });
});
