import ipaddr from 'ipaddr.js';
import type { OutboundPolicy } from './outbound-policy.ts';

/** Only this part of IPv6 is given out as global unicast (RFC 4291, IANA); the rest is reserved or translates to something else. */
const globalUnicastV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public in form, but answered inside a cloud by its own machinery: Azure's host agent. */
const cloudInternal = new Set(['168.63.129.16']);

/**
 * Whether an IP address is one that anybody on the Internet could reach. Refused: loopback (unless the policy lets it), private,
 * link-local, shared (100.64/10), multicast, documentation, benchmark and every reserved range, as well as IPv6 that carries an
 * IPv4 address (mapped, compatible, NAT64, 6to4, Teredo). What is not an IP address is refused.
 */
export const isReachable = (address: string, policy: OutboundPolicy): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  const range = ip.range();
  if (range === 'loopback') return policy.allowLoopback;
  if (range !== 'unicast') return false;
  return ip instanceof ipaddr.IPv6 ? ip.match(globalUnicastV6) : !cloudInternal.has(ip.toString());
};

export const isLoopbackAddress = (address: string): boolean => ipaddr.parse(address).range() === 'loopback';
