import { createHash } from 'node:crypto';

/** The script of the page looks for as many: `design/scripts/prove-work.js`. */
const bits = 12;
const validMinutes = 60;

/**
 * Whether a form brings the work that its address asks for: `<minute>.<number>` whose hash with the address begins with
 * so many zeros, not older than an hour. Nothing is kept, and no third party is asked.
 */
export const isProven = (proof: string, email: string, now: Date): boolean => {
  const [minute, number, ...rest] = proof.split('.');
  if (!/^\d{1,10}$/.test(minute ?? '') || !/^\d{1,12}$/.test(number ?? '') || rest.length) return false;
  const age = Math.floor(now.getTime() / 60_000) - Number(minute);
  if (age < -2 || age > validMinutes) return false;
  const hash = createHash('sha256').update(`${minute}:${email.trim().toLowerCase()}:${number}`).digest();
  return hash.readUInt32BE(0) >>> (32 - bits) === 0;
};
