import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  newSigningSecret,
  signedHeaders,
  webhookBody,
} from '../../../apps/dissemination/src/webhooks/sending/signature.ts';
import { freePort } from '../../../deploy/development/processes/ports.ts';
import { projectRoot } from '../../../deploy/development/project-root.ts';
import { eventually } from '../../../test/support/eventually.ts';

const here = join(projectRoot(), 'docs/guides/verify');
const isThere = (program: string) => spawnSync(program, ['--version']).status === 0;

/** How the guide starts each, and whether this machine can. */
const receivers = {
  TypeScript: { run: [process.execPath, '--no-warnings', join(here, 'receive.ts')], isPossible: true },
  Python: { run: ['python3', join(here, 'receive.py')], isPossible: isThere('python3') },
  PHP: { run: ['php', '-S', '127.0.0.1:PORT', join(here, 'receive.php')], isPossible: isThere('php') },
};

/** Somebody who announces more than they send, and leaves. */
const breakOff = async (port: number): Promise<void> => {
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a');
  await once(socket, 'connect');
  socket.destroy();
};

describe.each(Object.entries(receivers))('The guide’s receiver in %s', (_, { run, isPossible }) => {
  let child: ChildProcess | undefined;
  afterEach(() => void child?.kill());
  // Where the runtime is not there, nothing can be said of it.
  const whenThere = isPossible ? it : it.skip;

  whenThere('takes what Essaim signed, once, and nothing else', async () => {
    const [secret, port] = [newSigningSecret(), await freePort()];
    const [program = '', ...args] = run.map((part) => part.replace('PORT', String(port)));
    const env = { ...process.env, WEBHOOK_KEY: secret, PORT: String(port), PYTHONDONTWRITEBYTECODE: '1' };
    child = spawn(program, args, { env });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += String(chunk)));
    const id = `c${port}_${process.pid}`;
    const cause = { type: 'resource.published', occurredAt: '2026-03-02T08:00:00.000Z', data: '{"title":"Guide"}' };
    const body = webhookBody(cause, 7);
    const post = async (sent: string) => {
      const headers = signedHeaders({ secrets: [secret], privateKey: null }, id, new Date(), body);
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: sent })).status;
    };
    await eventually(async () => expect(await post(`${body} `)).toBe(401), 10_000);
    await breakOff(port);
    expect([await post(body), await post(body)]).toEqual([204, 204]);
    await eventually(() => expect(printed.split('7 resource.published Guide')).toHaveLength(2));
  });
});
