/** Something that a digest tells. */
export interface DigestItem {
  readonly telling: string;
  /** Tested in another territory than the reader's: « Ailleurs, pour s’inspirer ». */
  readonly isElsewhere?: true | undefined;
}

/** A deadline that comes soon, as it stood when the digest was made. */
export interface Closing {
  readonly resource: string;
  readonly title: string;
  readonly expiresAt: string;
}
