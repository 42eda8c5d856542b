import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { examineMail, type Finding } from './examine-mail.ts';
import { type MailSetup, mailSetup } from './mail-setup.ts';

const usage = `npm run doctor -- [--ip <address>]… [--dns <server[:port]>]

Says whether the mail that leaves will be believed (SPF, DKIM, DMARC, reverse DNS), and what to publish. It reads the same
variables as the services (ESSAIM_MAIL_FROM, ESSAIM_DKIM_KEY, …) and sends nothing.

  --ip    an address that mail leaves from, as the world sees it; without it, those of the host in ESSAIM_SMTP_URL
  --dns   asks that server instead of the usual one`;

const marks = { ok: 'ok     ', warning: 'warning', wrong: 'WRONG  ' } as const;

const line = ({ about, state, says, todo }: Finding): string =>
  `${marks[state]} ${about}: ${says}${todo ? `\n        → ${todo}` : ''}`;

/** Where the SMTP server is, when the world can see it: a relay may send from elsewhere, which --ip says. */
const ipsOf = async ({ smtpHost }: MailSetup, dns: Resolver): Promise<string[]> => {
  if (!smtpHost) return [];
  const found = isIP(smtpHost) ? [smtpHost] : await dns.resolve4(smtpHost).catch(() => []);
  return found.filter((ip) => !/^(127|10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\./.test(ip) && ip !== '::1');
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { ip: { type: 'string', multiple: true }, dns: { type: 'string' }, help: { type: 'boolean' } },
  });
  const given = values.ip ?? [];
  if (values.help || given.some((ip) => isIP(ip) === 0)) {
    console.error(usage);
    return 64;
  }
  const dns = new Resolver({ timeout: 3_000, tries: 2 });
  if (values.dns) dns.setServers([values.dns]);
  const setup = mailSetup(process.env, given);
  const findings = await examineMail({ ...setup, ips: given.length ? given : await ipsOf(setup, dns) }, dns);
  console.log(findings.map(line).join('\n'));
  return findings.some(({ state }) => state === 'wrong') ? 1 : 0;
};

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 78;
});
