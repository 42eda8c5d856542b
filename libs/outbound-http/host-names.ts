import { domainToUnicode } from 'node:url';

const privateSuffixes = [
  'internal',
  'local',
  'localdomain',
  'lan',
  'intranet',
  'corp',
  'home',
  'private',
  'home.arpa',
  'onion',
];
const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

const endsWith = (name: string, suffix: string): boolean => name === suffix || name.endsWith(`.${suffix}`);

/** The machine itself, by the names that RFC 6761 reserves for it. */
export const isLocalhost = (name: string): boolean => endsWith(name, 'localhost');

/** Whether a name, already lower-cased by WHATWG URL and without its final dot, can be a host's: sound labels, sound punycode. */
export const isHostName = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((part) => label.test(part)) && domainToUnicode(name) !== '';

/** Names that only mean something inside a network: a single label, `*.internal`, `*.local` and their like, also in punycode. */
export const isPrivateName = (name: string): boolean =>
  [name, domainToUnicode(name)].some(
    (form) => !form.includes('.') || isLocalhost(form) || privateSuffixes.some((suffix) => endsWith(form, suffix)),
  );
