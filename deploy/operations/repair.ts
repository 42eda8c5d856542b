import { call } from '../demonstration/api.ts';
import { operatorAccess, services } from './operator-access.ts';

const usage = `npm run repair -- <command> [service …]

  rebuild      drops every read model and fills it again from the event streams
  reannounce   tells the present state of everything again, for an event stream that was lost
  accept       takes a database that was brought back from an older copy: what it says is waiting is then sent

The first two send nothing to anybody. Without a service, all of them. ESSAIM_ORIGIN and ESSAIM_OPERATOR_KEY say where and as whom;
a demonstration that runs here is found by itself.`;

const paths: Readonly<Record<string, string>> = {
  rebuild: 'read-models/rebuild',
  reannounce: 'events/reannounce',
  accept: 'continuity/accept',
};

const main = async ([command = '', ...wanted]: readonly string[]): Promise<number> => {
  const path = paths[command];
  const unknown = wanted.find((name) => !(services as readonly string[]).includes(name));
  if (!path || unknown) {
    console.error(unknown ? `There is no service called ${unknown}.\n\n${usage}` : usage);
    return 64;
  }
  const { origin, key } = operatorAccess();
  let failed = 0;
  for (const service of wanted.length ? wanted : services) {
    const { status, body } = await call('POST', `${origin}/api/v1/${service}/${path}`, { key });
    if (status >= 300) failed += 1;
    console.log(`${service}: ${status < 300 ? JSON.stringify(body) : `${status} ${body.detail ?? ''}`}`);
  }
  return failed ? 1 : 0;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
