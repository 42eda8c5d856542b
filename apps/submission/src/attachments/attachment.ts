/** A file of a contribution. Its bytes are in the file store, under its id. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** MIME type, by its content. */
  readonly type: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly accessible: 'yes' | 'no' | 'unknown';
  readonly textAlternative: string | null;
  /** Where it is served once it is public. */
  readonly url: string;
  readonly addedAt: string;
  readonly addedBy: string;
  /** Whether a scanner looked at it; what it refuses is never kept. */
  readonly scanned: boolean;
}
