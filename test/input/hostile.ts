import fc from 'fast-check';

/** Texts that have broken somebody’s server. */
const texts = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  'x\udc00',
  '\u202eesrever',
  '\u200f',
  '\ufeff',
  '\uffff',
  'e\u0301te\u0301',
  '👩‍👩‍👧',
  '../../etc/passwd',
  '%00',
  '{"$gt":""}',
  '$where',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  'NaN',
  '1e999',
  '9999-12-31T23:59:59-23:59',
  '0000-01-01T00:00:00+23:59',
  'x'.repeat(5_000),
];

const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  [],
  {},
  [[]],
  [null],
  [{}],
  { $gt: '' },
  { $ne: null },
  { length: 1e9 },
  { toString: 'x', constructor: 'x' },
  Array.from({ length: 5_000 }, (_, index) => `terme-${index}`),
  Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`champ-${index}`, index])),
];

export const hostileText = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 40 }));

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: hostileText, weight: 2 },
  { arbitrary: fc.constantFrom(...values), weight: 2 },
  fc.jsonValue({ maxDepth: 4 }),
  fc.array(hostileText, { maxLength: 3 }),
);

type Body = Readonly<Record<string, unknown>>;

const without = (body: Body, name: string): Body =>
  Object.fromEntries(Object.entries(body).filter(([field]) => field !== name));

const deep = (open: string, close: string): string => `${open.repeat(10_000)}1${close.repeat(10_000)}`;

/** A valid body with one thing wrong with it, as raw text: some of it no serialiser would write. */
export const hostileBody = (valid: Body): fc.Arbitrary<string> => {
  const written = JSON.stringify(valid);
  const names = Object.keys(valid);
  const name = names.length ? fc.constantFrom(...names) : fc.constant('title');
  /** The valid members after a first one that the object did not have. */
  const after = (member: string) => (names.length ? `{${member},${written.slice(1)}` : `{${member}}`);
  return fc.oneof(
    fc.tuple(name, hostileValue).map(([field, value]) => JSON.stringify({ ...valid, [field]: value })),
    name.map((field) => JSON.stringify(without(valid, field))),
    fc
      .tuple(hostileText, hostileValue)
      .map(([field, value]) => after(`${JSON.stringify(field)}:${written && JSON.stringify(value)}`)),
    fc
      .constantFrom('__proto__', 'constructor', 'toString')
      .map((field) => after(`"${field}":{"prototype":{"isAdmin":true}}`)),
    fc.tuple(name, hostileValue).map(([field, value]) => after(`"${field}":${JSON.stringify(value)}`)),
    hostileValue.map((value) => JSON.stringify(value)),
    fc
      .tuple(name, fc.constantFrom(deep('[', ']'), deep('{"a":', '}')))
      .map(([field, value]) => after(`"${field}":${value}`)),
    fc.constantFrom('', '{', 'null', '"', '[1,]', "{'title':1}", '{"title":01}', '\ufeff{}', 'NaN', deep('[', ']')),
    fc.nat(Math.max(0, written.length - 1)).map((end) => written.slice(0, end)),
  );
};

/** A query string that no form would send: arrays, repeats, absurd pages, prototype keys. */
export const hostileQuery: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom('limit', 'cursor', 'status', 'family', 'territory', 'q', 'network', 'closesBefore', 'dryRun'),
        fc.constantFrom('limit[]', 'limit[$gt]', '__proto__', 'constructor', 'toString'),
        hostileText.filter((text) => text.length < 100),
      ),
      fc.oneof(
        hostileText.filter((text) => text.length < 100),
        fc.constantFrom('0', '-1', '101', '1e2', '99999999999999999999', 'DEP-33', '%ff', '%ed%a0%80', '%', 'WyJ4Il0'),
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&'));

/** One segment of a path: ids that were never ours. */
export const hostileId: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '%00',
    '%ff',
    '%',
    '%c0%ae',
    '..%2f..%2fetc',
    '%2e%2e',
    '..',
    '.',
    '%20',
    'a.b',
    'a.b.c',
    'x'.repeat(299),
  ),
  fc.constantFrom(
    'x'.repeat(301),
    'x'.repeat(4_000),
    '[object%20Object]',
    '%7B%22$gt%22:%22%22%7D',
    '__proto__',
    '%F0%9F%98',
  ),
  hostileText.filter((text) => text.length < 100).map(percent),
);

const latin1 = fc.string({ unit: fc.constantFrom(...' !"*,;=abrW/09é\t'), maxLength: 30 });

/** Headers that are read, with what nobody should write in them. */
export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.record(
  {
    'if-match': fc.oneof(latin1, fc.constantFrom('*', 'W/"r1"', '"r-1"', '"r99999999999999999999"', '"r1", "r2"')),
    'idempotency-key': fc.oneof(latin1, fc.constant('k'.repeat(4_000))),
    'accept-language': fc.oneof(latin1, fc.constantFrom('fr;q=x', 'fr;q=1, en;q=0.9', '*', ','.repeat(2_000))),
    'if-none-match': fc.oneof(latin1, fc.constant('"'.repeat(500))),
    'accept-encoding': fc.oneof(latin1, fc.constantFrom('gzip;q=x', 'br;q=0, *;q=0', 'identity;q=0')),
    'if-modified-since': latin1,
    traceparent: latin1,
    accept: latin1,
  },
  { requiredKeys: [] },
);

function percent(text: string): string {
  return /^(?:%[0-9a-f]{0,2})+$/i.test(text) ? text : encodeURIComponent(text.toWellFormed());
}
