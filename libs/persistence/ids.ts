import { createHash, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';

/** A new opaque id (UUID version 7, RFC 9562): unique without coordination, and sorted by the time it was made. */
export const newId = (): string => uuidv7();

/** 256 random bits, base64url: for anything that must not be guessed. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256, base64url. Enough for what is random to begin with; never for a password. */
export const digest = (value: string | Buffer): string => createHash('sha256').update(value).digest('base64url');
