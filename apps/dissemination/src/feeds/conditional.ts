import { type Coding, codings, type ServedDocument } from './served-document.ts';

/** What clients send is one of a few texts. */
const chosen = new Map<string, Coding>();
const mostChosen = 200;

/** The best coding that the client takes (RFC 9110 §12.5.3); `identity` when it says nothing. */
export const chosenCoding = (acceptEncoding = ''): Coding => {
  const known = chosen.get(acceptEncoding);
  if (known) return known;
  const coding = bestCoding(acceptEncoding);
  if (chosen.size === mostChosen) chosen.clear();
  chosen.set(acceptEncoding, coding);
  return coding;
};

const bestCoding = (acceptEncoding: string): Coding => {
  const weights = new Map(
    acceptEncoding.split(',').map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return [name.trim(), q === undefined ? 1 : Number(q)] as const;
    }),
  );
  const weightOf = (coding: Coding) => weights.get(coding) ?? (coding === 'identity' ? 0.001 : (weights.get('*') ?? 0));
  return [...codings].sort((a, b) => weightOf(b) - weightOf(a))[0] ?? 'identity';
};

/** Whether the client already has it: If-None-Match decides when given, whatever If-Modified-Since says. */
export const isFresh = (
  document: ServedDocument,
  coding: Coding,
  { 'if-none-match': tags, 'if-modified-since': since }: Record<string, string | string[] | undefined>,
): boolean => {
  if (typeof tags === 'string') {
    const { etag } = document.bodies[coding];
    return tags.trim() === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  }
  if (typeof since !== 'string') return false;
  const moment = Date.parse(since);
  // HTTP dates have no fraction of a second.
  return !Number.isNaN(moment) && Math.floor(document.lastModified.getTime() / 1000) * 1000 <= moment;
};
