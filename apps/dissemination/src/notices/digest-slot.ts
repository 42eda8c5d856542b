/** A digest's slot: what was asked for before `from` goes in the digest of that name, one per person. */
export interface DigestSlot {
  readonly name: string;
  readonly from: Date;
}

export type DigestRhythm = 'daily' | 'minutely';

const zone = 'Europe/Paris';
const sendAt = { hour: 7, minute: 30 };
const minute = 60_000;

const parisTime = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
/** « 2026-03-29 07:30:00 » read in Paris, as if it were UTC. */
const wallClock = (at: Date): number => Date.parse(`${parisTime.format(at).replace(' ', 'T')}Z`);

/**
 * The last slot that has begun: every day at half past seven in Paris, also on the two days when the clock changes; or
 * every minute, for who is trying the product out and will not wait for tomorrow.
 */
export const digestSlot = (now: Date, rhythm: DigestRhythm): DigestSlot => {
  if (rhythm === 'minutely') {
    const from = new Date(Math.floor(now.getTime() / minute) * minute);
    return { name: from.toISOString().slice(0, 16), from };
  }
  const today = morningOf(now, 0);
  const from = today <= now ? today : morningOf(now, -1);
  return { name: parisTime.format(from).slice(0, 10), from };
};

const morningOf = (now: Date, days: number): Date => {
  const wall = new Date(wallClock(now));
  wall.setUTCDate(wall.getUTCDate() + days);
  wall.setUTCHours(sendAt.hour, sendAt.minute, 0, 0);
  // What Paris is ahead of UTC at about that time: no clock changes between half past six and half past eight.
  const ahead = wallClock(wall) - wall.getTime();
  const near = new Date(wall.getTime() - ahead);
  return new Date(wall.getTime() - (wallClock(near) - near.getTime()));
};
