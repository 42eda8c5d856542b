import type { Resolver } from 'node:dns/promises';
import { authenticate } from 'mailauth';
import { addressOf, dkimRecord, domainOf, type Mail, writeMail } from '#mail';
import { type MailSetup, returnDomain } from './mail-setup.ts';

/** One thing that was looked at, and what to do about it. */
export interface Finding {
  readonly about: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly says: string;
  /** A line of the zone, or a thing to do. */
  readonly todo?: string;
}

type Dns = Pick<Resolver, 'resolve' | 'reverse' | 'resolve4' | 'resolve6' | 'resolveMx'>;

const ok = (about: string, says: string): Finding => ({ about, state: 'ok', says });
const wrong = (about: string, says: string, todo: string): Finding => ({ about, state: 'wrong', says, todo });
const warning = (about: string, says: string, todo: string): Finding => ({ about, state: 'warning', says, todo });

/**
 * Writes a letter, signs it, and has it judged as who receives it would: by an independent verifier, with the DNS as it is.
 * What fails is said with what to publish.
 */
export const examineMail = async (setup: MailSetup, dns: Dns): Promise<Finding[]> => {
  // No mail leaves from there: without an address, SPF speaks for nobody.
  const [ip = '255.255.255.255'] = setup.ips;
  const judged = await authenticate(
    await writeMail({ ...setup, replyTo: setup.replyTo ?? undefined, dkim: setup.dkim ?? undefined }, letter(setup)),
    {
      ip,
      sender: setup.returns ?? addressOf(setup.from),
      helo: setup.smtpHost ?? returnDomain(setup),
      resolver: (name, type) => dns.resolve(name, type) as Promise<string[][]>,
      disableArc: true,
      disableBimi: true,
    },
  );
  return [
    ...(await spfFindings(setup, dns)),
    ...dkimFindings(setup, judged),
    ...(await dmarcFindings(setup, judged, dns)),
    ...(await Promise.all(setup.ips.map((each) => reverseFinding(each, dns)))),
    ...(await returnFindings(setup, dns)),
    ...habits(setup),
  ];
};

type Judged = Awaited<ReturnType<typeof authenticate>>;

const letter = ({ from, origin }: MailSetup): Mail => ({
  messageId: `doctor@${domainOf(from)}`,
  to: addressOf(from),
  subject: 'Examen',
  text: 'Examen\n',
  html: '<p>Examen</p>',
  date: new Date(),
  list: {
    id: `ressources.${domainOf(from)}`,
    name: 'Examen',
    unsubscribeUrl: `${origin ?? 'https://essaim.example'}/newsletters/unsubscribe/x`,
    archiveUrl: origin ?? 'https://essaim.example',
    helpUrl: origin ?? 'https://essaim.example',
  },
});

const textsAt = async (dns: Dns, name: string): Promise<string[]> =>
  (dns.resolve(name, 'TXT') as Promise<string[][]>).then(
    (found) => found.map((parts) => parts.join('')),
    () => [],
  );

const spfFindings = async (setup: MailSetup, dns: Dns): Promise<Finding[]> => {
  const domain = returnDomain(setup);
  const records = (await textsAt(dns, domain)).filter((text) => /^v=spf1( |$)/i.test(text));
  const senders =
    setup.ips.map((ip) => `ip${ip.includes(':') ? 6 : 4}:${ip}`).join(' ') || 'ip4:<address of your mail server>';
  const publish = `${domain}. IN TXT "v=spf1 ${senders} -all"`;
  if (records.length === 0) return [wrong('SPF', `${domain} does not say who may send for it.`, publish)];
  if (records.length > 1)
    return [wrong('SPF', `${domain} has ${records.length} SPF records: receivers take none.`, publish)];
  if (setup.ips.length === 0)
    return [warning('SPF', `${domain} says: ${records[0]}`, 'Run again with --ip <address that mail leaves from>.')];
  return Promise.all(setup.ips.map((ip) => spfOf(setup, ip, dns, publish)));
};

const spfOf = async (setup: MailSetup, ip: string, dns: Dns, publish: string): Promise<Finding> => {
  const { spf } = await authenticate('From: a@b.example\r\n\r\n', {
    ip,
    sender: setup.returns ?? addressOf(setup.from),
    helo: setup.smtpHost ?? returnDomain(setup),
    resolver: (name, type) => dns.resolve(name, type) as Promise<string[][]>,
    disableDmarc: true,
    disableArc: true,
    disableBimi: true,
  });
  const result = spf ? spf.status.result : 'none';
  if (result === 'pass') return ok('SPF', `${ip} may send for ${returnDomain(setup)}.`);
  return wrong('SPF', `${ip} may not send for ${returnDomain(setup)} (${result}).`, publish);
};

const dkimFindings = ({ dkim, from }: MailSetup, judged: Judged): Finding[] => {
  if (!dkim) {
    const todo =
      'openssl genrsa 2048 | base64 -w0, as ESSAIM_DKIM_KEY of submission and dissemination; then run this again.';
    return [wrong('DKIM', 'Nothing signs what leaves (ESSAIM_DKIM_KEY is empty).', todo)];
  }
  const name = `${dkim.selector}._domainkey.${domainOf(from)}`;
  const result = judged.dkim?.results[0]?.status;
  if (result?.result === 'pass') return [ok('DKIM', `What leaves is signed, and ${name} says how to check it.`)];
  const publish = `${name}. IN TXT ${quoted(dkimRecord(dkim.privateKey))}`;
  return [
    wrong(
      'DKIM',
      `A receiver cannot check our signature (${result?.result ?? 'none'}${result?.comment ? `: ${result.comment}` : ''}).`,
      publish,
    ),
  ];
};

/** A string of a TXT record holds 255 characters; several are read as one. */
const quoted = (text: string): string => (text.match(/.{1,250}/g) ?? []).map((part) => `"${part}"`).join(' ');

const dmarcFindings = async ({ from }: MailSetup, judged: Judged, dns: Dns): Promise<Finding[]> => {
  const domain = domainOf(from);
  const publish = `_dmarc.${domain}. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@${domain}"`;
  const { dmarc } = judged;
  if (!dmarc || dmarc.status.result === 'none') return [wrong('DMARC', `${domain} has no policy.`, publish)];
  const findings: Finding[] = [
    dmarc.status.result === 'pass'
      ? ok('DMARC', `A letter passes, under the policy « ${dmarc.policy} ».`)
      : wrong(
          'DMARC',
          `A letter fails under the policy « ${dmarc.policy} »: neither SPF nor DKIM passes for ${domain}.`,
          'Repair SPF or DKIM above.',
        ),
  ];
  const isReported = (await textsAt(dns, `_dmarc.${domain}`)).some((text) => /\brua=/i.test(text));
  if (!isReported) findings.push(warning('DMARC', 'Nobody gets the reports of receivers.', publish));
  return findings;
};

const reverseFinding = async (ip: string, dns: Dns): Promise<Finding> => {
  const names = await dns.reverse(ip).catch(() => [] as string[]);
  if (names.length === 0)
    return wrong(
      'Reverse DNS',
      `${ip} has no name.`,
      `Ask whoever gives you ${ip} for a PTR record: the name of your mail server.`,
    );
  const back = await Promise.all(
    names.map((name) => (ip.includes(':') ? dns.resolve6(name) : dns.resolve4(name)).catch(() => [] as string[])),
  );
  const index = back.findIndex((addresses) => addresses.some((address) => address === ip));
  if (index >= 0) return ok('Reverse DNS', `${ip} is ${names[index]}, and back.`);
  return wrong(
    'Reverse DNS',
    `${ip} is ${names[0]}, which does not lead back.`,
    `${names[0]}. IN ${ip.includes(':') ? 'AAAA' : 'A'} ${ip}`,
  );
};

const returnFindings = async ({ returns, from }: MailSetup, dns: Dns): Promise<Finding[]> => {
  if (!returns) {
    const todo = `ESSAIM_MAIL_RETURN=retours@${domainOf(from)} and ESSAIM_MAIL_INTAKE or ESSAIM_MAIL_INBOX: see docs/operators.md, « Mail that comes back ».`;
    return [warning('Returns', 'Nothing is learnt from mail that cannot be delivered.', todo)];
  }
  const servers = await dns.resolveMx(domainOf(returns)).catch(() => []);
  if (servers.length > 0)
    return [ok('Returns', `Mail to ${returns} goes to ${servers.map(({ exchange }) => exchange).join(', ')}.`)];
  return [
    wrong(
      'Returns',
      `Nobody takes mail for ${domainOf(returns)}.`,
      `${domainOf(returns)}. IN MX 10 <your mail server>`,
    ),
  ];
};

const habits = ({ origin, replyTo }: MailSetup): Finding[] => [
  ...(origin?.startsWith('https://')
    ? [ok('One-click', 'Mailbox providers can unsubscribe by one click.')]
    : [
        wrong(
          'One-click',
          'Mailbox providers unsubscribe by https alone (RFC 8058).',
          'Set ESSAIM_ORIGIN to an https:// origin.',
        ),
      ]),
  ...(replyTo
    ? [ok('Answers', `People answer to ${replyTo}.`)]
    : [
        warning(
          'Answers',
          'Answers of people go to the address that sends.',
          'Set ESSAIM_MAIL_REPLY_TO to a mailbox that somebody reads.',
        ),
      ]),
];
