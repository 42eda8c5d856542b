import { call } from '../demonstration/api.ts';
import { type OperatorAccess, operatorAccess, services } from './operator-access.ts';

const usage = `npm run dead-letters -- <command>

  list                      what reactions could not handle, in every service
  show <service> <seq>      one event, with its data
  replay <service> <seq>    runs its reaction once more; removed when that succeeds
  discard <service> <seq>   removes it

ESSAIM_ORIGIN and ESSAIM_OPERATOR_KEY say where and as whom; a demonstration that runs here is found by itself.`;

const list = async ({ origin, key }: OperatorAccess): Promise<number> => {
  let shown = 0;
  for (const service of services) {
    const { status, body } = await call('GET', `${origin}/api/v1/${service}/dead-letters`, { key });
    if (status !== 200) {
      console.log(`${service}: no answer (${status})`);
      continue;
    }
    for (const { seq, consumer, reason, buriedAt, event } of body.items) {
      shown += 1;
      console.log(`${service} ${seq}  ${buriedAt}  ${consumer}  ${event.type} ${event.id}\n    ${reason}`);
    }
  }
  if (shown === 0) console.log('No dead letter.');
  return 0;
};

const one = async ({ origin, key }: OperatorAccess, command: string, service: string, seq: string): Promise<number> => {
  const url = `${origin}/api/v1/${service}/dead-letters/${encodeURIComponent(seq)}`;
  const { status, body } = await (command === 'replay'
    ? call('POST', `${url}/replay`, { key })
    : call(command === 'discard' ? 'DELETE' : 'GET', url, { key }));
  if (status >= 300) {
    console.error(`${status}: ${body.detail ?? body}`);
    return 1;
  }
  console.log(command === 'show' ? JSON.stringify(body, null, 2) : `${command}: done`);
  return 0;
};

const main = async ([command, service, seq]: readonly string[]): Promise<number> => {
  if (command === 'list') return list(operatorAccess());
  const isKnown =
    ['show', 'replay', 'discard'].includes(command ?? '') && (services as readonly unknown[]).includes(service);
  if (command && service && seq && isKnown) return one(operatorAccess(), command, service, seq);
  console.error(usage);
  return 64;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
