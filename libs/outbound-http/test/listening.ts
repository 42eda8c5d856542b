import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A server on loopback that remembers who came. */
export interface Listening {
  readonly server: Server;
  readonly port: number;
  readonly url: string;
  readonly requests: string[];
  /** Sockets ever opened. */
  readonly sockets: Set<Socket>;
  openSockets(): number;
  stop(): Promise<void>;
}

export const listening = async (answer: RequestListener, host = '127.0.0.1', port = 0): Promise<Listening> => {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.headers.host}${request.url}`);
    answer(request, response);
  });
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await once(server.listen(port, host), 'listening');
  const address = server.address() as AddressInfo;
  return {
    server,
    port: address.port,
    url: `http://${host}:${address.port}/`,
    requests,
    sockets,
    openSockets: () => [...sockets].filter((socket) => !socket.destroyed).length,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Waits until something holds, a second at most. */
export const eventually = async (holds: () => boolean): Promise<void> => {
  for (let left = 100; left > 0 && !holds(); left -= 1) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!holds()) throw new Error(`Never came true: ${holds}`);
};
