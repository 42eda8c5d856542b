import { errors } from 'undici';
import { type AddressRefusal, privateAddress } from './check-address.ts';
import { AddressRefused, HostUnresolved } from './resolve-host.ts';

export type RefusalCode = AddressRefusal | 'invalid-header' | 'invalid-request';
export type FailureCode = 'timeout' | 'connection' | 'dns' | 'tls' | 'protocol' | 'aborted';

/** How a request ended. `answered` is any status, redirects included; `refused` never left; `failed` may have. */
export type OutboundOutcome =
  | {
      readonly outcome: 'answered';
      readonly status: number;
      /** Those kept, lower-cased; repeated ones joined by commas. */
      readonly headers: Readonly<Record<string, string>>;
      /** The beginning of the body, read as UTF-8. */
      readonly body: string;
      /** The same, as it came. */
      readonly bytes: Buffer;
      readonly truncated: boolean;
      readonly latencyMs: number;
    }
  | { readonly outcome: 'refused'; readonly code: RefusalCode; readonly detail: string }
  | { readonly outcome: 'failed'; readonly code: FailureCode; readonly detail: string; readonly latencyMs: number };

const failureDetails: Record<FailureCode, string> = {
  timeout: 'Le serveur n’a pas répondu à temps.',
  connection: 'La connexion au serveur a échoué ou a été interrompue.',
  dns: 'Le nom du serveur est introuvable.',
  tls: 'La connexion sécurisée a échoué : certificat absent, expiré ou non reconnu.',
  protocol: 'La réponse du serveur n’est pas du HTTP valide.',
  aborted: 'L’envoi a été interrompu avant la réponse.',
};

const refusalDetails = {
  'address-not-allowed': privateAddress,
  'invalid-header': 'Un en-tête contient un nom ou un caractère interdit.',
  'invalid-request': 'La requête est mal formée.',
} as const;

export const refusal = (code: keyof typeof refusalDetails): OutboundOutcome => ({
  outcome: 'refused',
  code,
  detail: refusalDetails[code],
});

export const failure = (code: FailureCode, latencyMs: number): OutboundOutcome => ({
  outcome: 'failed',
  code,
  detail: failureDetails[code],
  latencyMs,
});

/** The request ran out of time. */
export class OutOfTime extends Error {}

/** The caller gave up, or the client is closing. */
export class Interrupted extends Error {}

const codes: readonly (readonly [RegExp, FailureCode])[] = [
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, 'timeout'],
  [/^(HPE_|UND_ERR_(HEADERS_OVERFLOW|RES|RESPONSE))/, 'protocol'],
  [
    /^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA)/,
    'tls',
  ],
];

/** undici leaves the code of some parser errors out. */
const codeOf = (error: unknown): string => {
  if (error instanceof errors.HTTPParserError) return 'HPE_INVALID';
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
};

/** What an error of the network, of undici or of the guard amounts to. */
export const outcomeOfError = (error: unknown, latencyMs: number): OutboundOutcome => {
  if (error instanceof AddressRefused) return refusal('address-not-allowed');
  if (error instanceof HostUnresolved) return failure('dns', latencyMs);
  if (error instanceof OutOfTime) return failure('timeout', latencyMs);
  if (error instanceof Interrupted) return failure('aborted', latencyMs);
  const code = codeOf(error);
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') return refusal('invalid-request');
  return failure(codes.find(([pattern]) => pattern.test(code))?.[1] ?? 'connection', latencyMs);
};
