import { isIP } from 'node:net';
import { badPorts } from './bad-ports.ts';
import { isHostName, isLocalhost, isPrivateName } from './host-names.ts';
import type { OutboundPolicy } from './outbound-policy.ts';
import { isLoopbackAddress, isReachable } from './reachable-address.ts';
import { AddressRefused, type Lookup, reachableAddresses, resolveHost } from './resolve-host.ts';

/** Why an address is refused; public, so never renamed. */
export type AddressRefusal =
  | 'invalid-url'
  | 'scheme-not-allowed'
  | 'credentials-in-url'
  | 'address-not-allowed'
  | 'port-not-allowed';

/** The canonical URL, or the reason and a French sentence that says it. */
export type AddressCheck =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly code: AddressRefusal; readonly detail: string };

export const privateAddress =
  'Cette adresse mène à un réseau privé ou réservé ; seules les adresses publiques d’Internet sont acceptées.';

const maxLength = 2048;

const refused = (code: AddressRefusal, detail: string): AddressCheck => ({ ok: false, code, detail });
const invalid = refused('invalid-url', 'Cette adresse n’est pas une URL complète et valide.');
const notAllowed = refused('address-not-allowed', privateAddress);

/** An IPv6 literal without its brackets; undefined for a name. */
const literalOf = (hostname: string): string | undefined => {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) ? bare : undefined;
};

const isHostAllowed = (hostname: string, policy: OutboundPolicy): boolean => {
  const literal = literalOf(hostname);
  if (literal !== undefined) return isReachable(literal, policy);
  return isLocalhost(hostname) ? policy.allowLoopback : !isPrivateName(hostname);
};

const schemes: Readonly<Record<`${OutboundPolicy['allowHttp']}`, string>> = {
  true: 'L’adresse doit commencer par « https:// » ou « http:// ».',
  loopback: 'L’adresse doit commencer par « https:// » ; « http:// » ne mène qu’à cette machine.',
  false: 'L’adresse doit commencer par « https:// ».',
};

const isSchemeAllowed = ({ protocol, hostname }: URL, { allowHttp }: OutboundPolicy): boolean => {
  if (protocol === 'https:') return true;
  if (protocol !== 'http:' || allowHttp === false) return false;
  return allowHttp === true || isLoopback(hostname.replace(/\.$/, ''));
};

const isLoopback = (hostname: string): boolean => {
  const literal = literalOf(hostname);
  return literal === undefined ? isLocalhost(hostname) : isLoopbackAddress(literal);
};

/**
 * What can be told of an address without asking DNS. WHATWG URL has made one form of each disguise before anything is judged:
 * numeric and hexadecimal IPv4, full-width characters, percent-encoding; a final dot is removed.
 */
export const checkAddress = (address: string, policy: OutboundPolicy): AddressCheck => {
  if (address.length > maxLength) return invalid;
  const url = URL.parse(address);
  if (!url) return invalid;
  if (!isSchemeAllowed(url, policy)) return refused('scheme-not-allowed', schemes[`${policy.allowHttp}`]);
  if (url.username !== '' || url.password !== '') {
    return refused('credentials-in-url', 'L’adresse ne doit contenir ni identifiant ni mot de passe.');
  }
  const hostname = url.hostname.replace(/\.$/, '');
  if (literalOf(hostname) === undefined && !isHostName(hostname)) return invalid;
  url.hostname = hostname;
  if (url.port !== '' && badPorts.has(Number(url.port))) {
    return refused('port-not-allowed', `Le port ${url.port} est réservé à un autre usage que le web.`);
  }
  return isHostAllowed(hostname, policy) ? { ok: true, url } : notAllowed;
};

/** The same, and what its name resolves to. One that does not resolve yet passes: it is checked again each time it is reached. */
export const checkAddressResolved = async (
  address: string,
  policy: OutboundPolicy,
  lookup: Lookup = resolveHost,
): Promise<AddressCheck> => {
  const check = checkAddress(address, policy);
  if (!check.ok || literalOf(check.url.hostname) !== undefined) return check;
  try {
    await reachableAddresses(check.url.hostname, policy, lookup);
    return check;
  } catch (error) {
    return error instanceof AddressRefused ? notAllowed : check;
  }
};
