import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isLocalhost } from './host-names.ts';
import type { OutboundPolicy } from './outbound-policy.ts';
import { isReachable } from './reachable-address.ts';

/** Every address of a host, IPv4 first. Rejects when there is none. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** The host leads to an address that may not be reached. */
export class AddressRefused extends Error {}

/** The name has no address. */
export class HostUnresolved extends Error {}

const resolver = new Resolver({ timeout: 2000, tries: 2 });

/**
 * Asks DNS itself: unlike `getaddrinfo` it holds no thread, so that a dead name server delays nobody, and it reads neither
 * /etc/hosts nor search domains, which could only lead inside.
 */
export const resolveHost: Lookup = async (hostname) => {
  if (isLocalhost(hostname)) return ['127.0.0.1', '::1'];
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

/**
 * The addresses of a host, all of which may be reached: one bad address condemns the name.
 * @throws HostUnresolved, AddressRefused
 */
export const reachableAddresses = async (
  hostname: string,
  policy: OutboundPolicy,
  lookup: Lookup,
): Promise<readonly string[]> => {
  const addresses = await lookup(hostname).catch((cause: unknown) => {
    throw new HostUnresolved(hostname, { cause });
  });
  if (addresses.length === 0) throw new HostUnresolved(hostname);
  if (!addresses.every((address) => isReachable(address, policy))) throw new AddressRefused(hostname);
  return addresses;
};

/** The same as `net.connect` wants it: the socket goes to the very addresses that were checked, with no second resolution. */
export const guardedLookup =
  (policy: OutboundPolicy, lookup: Lookup): LookupFunction =>
  (hostname, { all }, callback) => {
    reachableAddresses(hostname, policy, lookup).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = found;
        if (all) callback(null, found);
        else if (first) callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, ''),
    );
  };
