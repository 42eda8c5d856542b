import { type CryptoKey, decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose';

/** How long a token lives. Whoever holds a session exchanges it for another. */
export const tokenSeconds = 600;
/** Clocks of machines differ by a little. */
const leewaySeconds = 5;

const type = 'essaim-session+jwt';
const algorithm = 'EdDSA';

/** Whose token it is: a person, by one of their sessions. What they may do is not in it. */
export interface TokenClaims {
  readonly person: string;
  readonly session: string;
}

/** Issuer and audience: tokens of one installation are worth nothing at another. */
export const tokenIssuer = (origin: string): string => origin;
const tokenAudience = (origin: string): string => `${origin}/api`;

/** A JWT (RFC 7519) signed with Ed25519 (RFC 8037), for ten minutes. */
export const signToken = async (
  { person, session }: TokenClaims,
  key: { readonly id: string; readonly privateKey: CryptoKey },
  origin: string,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> => {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const token = await new SignJWT({ sid: session })
    .setProtectedHeader({ alg: algorithm, typ: type, kid: key.id })
    .setIssuer(tokenIssuer(origin))
    .setAudience(tokenAudience(origin))
    .setSubject(person)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + tokenSeconds)
    .sign(key.privateKey);
  return { token, expiresAt: new Date((issuedAt + tokenSeconds) * 1000) };
};

/** The key that a token says it was signed with; null for what is no token of ours. Nothing is verified yet. */
export const keyIdOf = (token: string): string | null => {
  try {
    const { kid, alg, typ } = decodeProtectedHeader(token);
    return alg === algorithm && typ === type && typeof kid === 'string' && /^[\w-]{1,60}$/.test(kid) ? kid : null;
  } catch {
    return null;
  }
};

/** What a token says, once its signature, issuer, audience and times are proven; null otherwise. */
export const readToken = async (
  token: string,
  publicKey: CryptoKey,
  origin: string,
  now: Date,
): Promise<TokenClaims | null> => {
  const verified = await jwtVerify<JWTPayload & { sid?: unknown }>(token, publicKey, {
    algorithms: [algorithm],
    typ: type,
    issuer: tokenIssuer(origin),
    audience: tokenAudience(origin),
    requiredClaims: ['sub', 'sid', 'iat', 'exp'],
    maxTokenAge: tokenSeconds,
    clockTolerance: leewaySeconds,
    currentDate: now,
  }).catch(() => null);
  const { sub, sid } = verified?.payload ?? {};
  return typeof sub === 'string' && typeof sid === 'string' ? { person: sub, session: sid } : null;
};
