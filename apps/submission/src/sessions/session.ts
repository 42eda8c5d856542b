import type { Stored } from '#messaging';

/** How somebody proved who they are. */
export type SignInMeans = 'link' | 'oidc';

/** A browser in which somebody is signed in. */
export interface Session extends Stored {
  readonly person: string;
  /** Of the secret that the browser's cookie holds. */
  readonly hash: string;
  readonly means: SignInMeans;
  /** « Firefox sur Windows ». */
  readonly browser: string;
  /** Truncated: the network, not the machine. */
  readonly address: string;
  readonly openedAt: Date;
  readonly seenAt: Date;
  /** Whatever happens, it ends then. */
  readonly endsAt: Date;
  readonly revokedAt: Date | null;
}

const day = 24 * 3_600_000;
/** A browser that is not seen for so long has to sign in again; so has every one in the end. */
export const unseenForMs = 30 * day;
export const longestMs = 90 * day;

/** When it ends unless it is seen again. */
export const expiryOf = ({ seenAt, endsAt }: Pick<Session, 'seenAt' | 'endsAt'>): Date =>
  new Date(Math.min(seenAt.getTime() + unseenForMs, endsAt.getTime()));

export const isLive = (session: Session, now: Date): boolean =>
  !session.revokedAt && expiryOf(session).getTime() > now.getTime();

const shape = /^ses_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

/** A session as its browser keeps it. */
export const writeSession = (id: string, secret: string): string => `ses_${id}_${secret}`;

export const readSession = (text: string): { id: string; secret: string } | null => {
  const found = shape.exec(text);
  return found?.[1] && found[2] ? { id: found[1], secret: found[2] } : null;
};

export const sessionView = (session: Session, current: string | undefined) => ({
  id: session._id,
  current: session._id === current,
  means: session.means,
  browser: session.browser,
  address: session.address,
  openedAt: session.openedAt.toISOString(),
  seenAt: session.seenAt.toISOString(),
  expiresAt: expiryOf(session).toISOString(),
});
