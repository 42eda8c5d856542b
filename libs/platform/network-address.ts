import ipaddr from 'ipaddr.js';

const cut = (address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string => {
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`;
};

const parsed = (ip: string): ipaddr.IPv4 | ipaddr.IPv6 | null => (ipaddr.isValid(ip) ? ipaddr.process(ip) : null);

/** The network that an address belongs to, and not the machine: /24 in IPv4, /48 in IPv6. All that is ever kept. */
export const truncatedAddress = (ip: string): string => {
  const address = parsed(ip);
  return address ? cut(address, address.kind() === 'ipv4' ? 24 : 48) : 'inconnue';
};

/** Whom to count requests against: one IPv4 address, or the /64 that one home or office has in IPv6. */
export const countedAddress = (ip: string): string => {
  const address = parsed(ip);
  return address ? cut(address, address.kind() === 'ipv4' ? 32 : 64) : 'unknown';
};
