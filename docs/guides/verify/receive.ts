/**
 * Receives webhooks of Essaim, with nothing but Node 22.18 or later: verifies each, prints what is new, answers at once.
 *
 *   WEBHOOK_KEY=whsec_… PORT=8080 node receive.ts
 */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { isGenuine, isKey } from './verify.ts';

const { WEBHOOK_KEY = '', PORT = '8080' } = process.env;
if (!isKey(WEBHOOK_KEY)) throw new Error('WEBHOOK_KEY is to be the secret of your endpoint, whsec_…');
/** In a database of yours: attempts go on for more than a day. */
const known = new Set<string>();

createServer(async (request, response) => {
  const body = await buffer(request).catch(() => null);
  // Gone before all of it had come: it will be sent again.
  if (!body) return;
  const header = (name: string) => String(request.headers[name] ?? '');
  const id = header('webhook-id');
  const given = { id, timestamp: header('webhook-timestamp'), signature: header('webhook-signature') };
  if (!isGenuine(WEBHOOK_KEY, given, body)) return response.writeHead(401).end();
  response.writeHead(204).end();
  if (known.has(id)) return;
  known.add(id);
  const { type, sequence, data } = JSON.parse(body.toString('utf8'));
  console.log(sequence, type, data.title ?? '');
}).listen(Number(PORT), () => console.log('ready'));
