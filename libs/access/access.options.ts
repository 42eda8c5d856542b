export const ACCESS_OPTIONS = Symbol('access options');

export interface AccessOptions {
  readonly mode: 'production' | 'demonstration' | 'test';
  /** The one public origin: tokens are issued by it and for it. */
  readonly origin: string;
}
