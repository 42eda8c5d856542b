import { createServer } from 'node:net';

/** Whether nothing listens there yet. An address the machine does not have is nobody's. */
export const isFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

const first = 10_000;
const last = 32_000;
/** More than one process asks for, however many engines its tests start. */
const stride = 512;
let next = first + (process.pid % Math.floor((last - first) / stride)) * stride;

/**
 * A port nobody uses, below those that systems give to outgoing connections: a client that retries a dead server's port can
 * otherwise end up holding it. Two processes look in different places, so that they do not pick the same at once.
 */
export const freePort = async (): Promise<number> => {
  for (let attempts = 0; attempts < last - first; attempts += 1) {
    const port = next;
    next = next + 1 < last ? next + 1 : first;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port between ${first} and ${last} is free.`);
};
