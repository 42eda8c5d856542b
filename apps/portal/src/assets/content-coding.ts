export type Coding = 'identity' | 'gzip' | 'br';

const accepts = (accepted: string, coding: string): boolean =>
  new RegExp(`\\b${coding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?(?:,|$))`).test(accepted);

/** The best coding of ours that an `Accept-Encoding` takes (RFC 9110 §12.5.3). */
export const codingFor = (accepted = ''): Coding => {
  if (accepts(accepted, 'br')) return 'br';
  return accepts(accepted, 'gzip') ? 'gzip' : 'identity';
};
