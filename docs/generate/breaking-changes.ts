import type { JsonSchema } from './schemas.ts';

/** What two versions of docs/asyncapi.yaml are compared by. */
export interface Described {
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly payload: JsonSchema }>>;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

/**
 * What the later version takes away from those who read the earlier one, or from events kept since then, each as a
 * sentence. New events, new optional fields and wider limits are none.
 */
export const breakingChanges = (before: Described, after: Described): string[] =>
  Object.entries(before.components.messages).flatMap(([type, { payload }]) => {
    const present = after.components.messages[type];
    if (!present) return [`${type} is gone`];
    return compare({ schema: payload, of: before }, { schema: present.payload, of: after }, type, new Set());
  });

/** A schema and the document that its references are about. */
interface Placed {
  readonly schema: JsonSchema;
  readonly of: Described;
}

const compare = (before: Placed, after: Placed, path: string, met: ReadonlySet<string>): string[] => {
  const pair = `${before.schema.$ref} ${after.schema.$ref}`;
  if (before.schema.$ref && met.has(pair)) return [];
  const nowMet = new Set([...met, pair]);
  const [old, present] = [alternativesOf(before), alternativesOf(after)];
  const [oldKinds, presentKinds] = [old, present].map((all) => all.map(kindOf).sort().join(' or '));
  if (oldKinds !== presentKinds) return [`${path} was ${oldKinds} and is ${presentKinds}`];
  const sorted = (all: Placed[]) => [...all].sort((a, b) => (kindOf(a) < kindOf(b) ? -1 : 1));
  const pairs = sorted(present);
  return sorted(old).flatMap((one, index) => compareKind(one, pairs[index] as Placed, path, nowMet));
};

/** Each type that the value may have, references followed. */
const alternativesOf = ({ schema, of }: Placed): Placed[] => {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace('#/components/schemas/', '');
    return alternativesOf({ schema: of.components.schemas[name] ?? {}, of });
  }
  const alternatives = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (alternatives) return alternatives.flatMap((alternative) => alternativesOf({ schema: alternative, of }));
  if (Array.isArray(schema.allOf) && schema.allOf.length === 1) return alternativesOf({ schema: schema.allOf[0], of });
  if (Array.isArray(schema.type)) return schema.type.map((type) => ({ schema: { ...schema, type }, of }));
  return [{ schema, of }];
};

const kindOf = ({ schema }: Placed): string =>
  String(schema.type ?? (schema.const === undefined ? 'anything' : typeof schema.const));

const compareKind = (before: Placed, after: Placed, path: string, met: ReadonlySet<string>): string[] => {
  const inside = (name: 'items' | 'additionalProperties', suffix: string): string[] => {
    const [old, present] = [before.schema[name], after.schema[name]];
    if (!isSchema(old) || !isSchema(present)) return [];
    return compare({ schema: old, of: before.of }, { schema: present, of: after.of }, `${path}${suffix}`, met);
  };
  return [
    ...compareValues(before.schema, after.schema, path),
    ...compareLimits(before.schema, after.schema, path),
    ...compareFields(before, after, path, met),
    ...inside('items', '[]'),
    ...inside('additionalProperties', '.*'),
  ];
};

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

const compareFields = (before: Placed, after: Placed, path: string, met: ReadonlySet<string>): string[] => {
  const [old, present] = [fieldsOf(before.schema), fieldsOf(after.schema)];
  const kept = [...old].flatMap(([name, { schema, always }]): string[] => {
    const now = present.get(name);
    if (!now) return [`${path}.${name} is gone`];
    const presence =
      always === now.always ? [] : [`${path}.${name} ${now.always ? 'is now required' : 'may now be absent'}`];
    return [
      ...presence,
      ...compare({ schema, of: before.of }, { schema: now.schema, of: after.of }, `${path}.${name}`, met),
    ];
  });
  const demanded = [...present].filter(([name, { always }]) => always && !old.has(name));
  // Events of before do not have it, and are read again at each replay.
  return [...kept, ...demanded.map(([name]) => `${path}.${name} is new and required`)];
};

const fieldsOf = ({
  properties = {},
  required = [],
}: JsonSchema): Map<string, { schema: JsonSchema; always: boolean }> =>
  new Map(
    Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => [
      name,
      { schema, always: (required as string[]).includes(name) },
    ]),
  );

const valuesOf = ({ enum: values, const: only }: JsonSchema): readonly unknown[] | undefined =>
  only === undefined ? (values as unknown[] | undefined) : [only];

const compareValues = (before: JsonSchema, after: JsonSchema, path: string): string[] => {
  const [old, present] = [valuesOf(before), valuesOf(after)];
  if (!present) return [];
  if (!old) return [`${path} is now limited to some values`];
  return old.filter((value) => !present.includes(value)).map((value) => `${path} may no longer be ${value}`);
};

const upper = ['maxLength', 'maxItems', 'maximum', 'exclusiveMaximum'];
const lower = ['minLength', 'minItems', 'minimum', 'exclusiveMinimum'];

const compareLimits = (before: JsonSchema, after: JsonSchema, path: string): string[] =>
  [...upper, ...lower].flatMap((limit) => {
    const sense = upper.includes(limit) ? 1 : -1;
    const widest = sense * Number.POSITIVE_INFINITY;
    const [old, present] = [before, after].map((schema) => Number(schema[limit] ?? widest)) as [number, number];
    return sense * present < sense * old ? [`${path} has a narrower ${limit}: ${present}`] : [];
  });
