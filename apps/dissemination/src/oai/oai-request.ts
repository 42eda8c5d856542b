import { type Family, families } from '#taxonomy';

/** What is wrong with a request, as the protocol says it; HTTP answers 200 all the same. */
export const oaiErrors = [
  'badArgument',
  'badResumptionToken',
  'badVerb',
  'cannotDisseminateFormat',
  'idDoesNotExist',
  'noRecordsMatch',
] as const;

export class OaiError extends Error {
  constructor(
    readonly code: (typeof oaiErrors)[number],
    message: string,
  ) {
    super(message);
  }
}

export const metadataPrefix = 'oai_dc';

export const verbs = [
  'Identify',
  'ListMetadataFormats',
  'ListSets',
  'ListIdentifiers',
  'ListRecords',
  'GetRecord',
] as const;
export type Verb = (typeof verbs)[number];

type Name = 'identifier' | 'metadataPrefix' | 'from' | 'until' | 'set' | 'resumptionToken';
const list: readonly Name[] = ['metadataPrefix', 'from', 'until', 'set', 'resumptionToken'];
const allowed: Readonly<Record<Verb, readonly Name[]>> = {
  Identify: [],
  ListMetadataFormats: ['identifier'],
  ListSets: ['resumptionToken'],
  ListIdentifiers: list,
  ListRecords: list,
  GetRecord: ['identifier', 'metadataPrefix'],
};

export interface OaiRequest {
  readonly verb: Verb;
  readonly arguments: Readonly<Partial<Record<Name, string>>>;
}

/** Reads the arguments of a request, from its address or its body. @throws OaiError */
export const readOaiRequest = (pairs: Iterable<readonly [string, string]>): OaiRequest => {
  const given = [...pairs];
  const names = given.map(([name]) => name);
  const verb = names.filter((name) => name === 'verb').length === 1 ? given.find(([name]) => name === 'verb')?.[1] : '';
  if (!verbs.includes(verb as Verb)) throw new OaiError('badVerb', 'The verb is missing, repeated or unknown.');
  const known = allowed[verb as Verb];
  const rest = given.filter(([name]) => name !== 'verb');
  for (const [name] of rest) {
    if (!(known as readonly string[]).includes(name)) throw new OaiError('badArgument', `${verb} takes no ${name}.`);
    if (names.filter((other) => other === name).length > 1) throw new OaiError('badArgument', `${name} is repeated.`);
  }
  return { verb: verb as Verb, arguments: Object.fromEntries(rest) };
};

/** What a list is asked for. Both ends are included. */
export interface Selection {
  readonly set?: Family | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const second = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** @throws OaiError */
export const selectionOf = ({ arguments: given }: OaiRequest): Selection => {
  checkFormat(given.metadataPrefix);
  const { from, until, set } = given;
  if (from && until && day.test(from) !== day.test(until)) {
    throw new OaiError('badArgument', 'from and until have different granularities.');
  }
  const selection = { set: set as Family | undefined, from: momentOf(from, 'first'), until: momentOf(until, 'last') };
  if (selection.from && selection.until && selection.from > selection.until) {
    throw new OaiError('badArgument', 'from is later than until.');
  }
  if (set !== undefined && !families.has(set)) throw new OaiError('noRecordsMatch', 'There is no such set.');
  return selection;
};

/** @throws OaiError */
export const checkFormat = (prefix: string | undefined): void => {
  if (prefix === undefined) throw new OaiError('badArgument', 'metadataPrefix is missing.');
  if (prefix !== metadataPrefix) throw new OaiError('cannotDisseminateFormat', 'Only oai_dc is offered.');
};

/** A day stands for its first second, or its last. */
const momentOf = (written: string | undefined, which: 'first' | 'last'): Date | undefined => {
  if (written === undefined) return undefined;
  const whole = day.test(written) ? `${written}T${which === 'first' ? '00:00:00' : '23:59:59'}Z` : written;
  const moment = new Date(whole);
  // A date that is none rolls over, or is invalid.
  if (!second.test(whole) || Number.isNaN(moment.getTime()) || datestamp(moment) !== whole) {
    throw new OaiError('badArgument', `${written} is no UTC date.`);
  }
  return moment;
};

/** `2026-11-24T08:00:00Z`. */
export const datestamp = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
