import { z } from 'zod';
import * as everyContract from '#contracts';

export type JsonSchema = { readonly [keyword: string]: unknown };

const at = (id: string): string => `#/components/schemas/${id}`;

/**
 * JSON Schema (draft 7, which AsyncAPI reads without being told) of what is announced, under each given name, and of
 * the contracts that they share, under the name of their export.
 */
export const jsonSchemas = (named: Readonly<Record<string, z.ZodType>>): Record<string, JsonSchema> => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of [...sharedSchemas(), ...Object.entries(named)]) {
    if (!registry.has(schema)) registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    target: 'draft-7',
    // A check in code has no words in JSON Schema.
    unrepresentable: 'any',
    uri: at,
    override: ({ jsonSchema }) => tidy(jsonSchema as Record<string, unknown>),
  });
  const all: Record<string, JsonSchema> = {
    ...(schemas as Record<string, JsonSchema>),
    // Whoever says the same as another refers to it.
    ...Object.fromEntries(
      Object.entries(named).flatMap(([id, schema]) => {
        const known = registry.get(schema)?.id ?? id;
        return known === id ? [] : [[id, { $ref: at(known) }]];
      }),
    ),
  };
  const used = reachedFrom(Object.keys(named), all);
  return Object.fromEntries([...used].sort().map((id) => [id, standingAlone(all[id])]));
};

const tidy = (schema: Record<string, unknown>): void => {
  // Events gain fields: whoever reads them ignores those that it does not know.
  if (schema.properties) delete schema.additionalProperties;
  // The format says it; the pattern is only how zod checks it.
  if (schema.format) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
};

/** Objects that contracts export: they appear once, and are referred to. */
const sharedSchemas = (): [string, z.ZodObject][] =>
  Object.entries(everyContract as Record<string, unknown>).flatMap(([id, value]): [string, z.ZodObject][] =>
    value instanceof z.ZodObject ? [[id, value]] : [],
  );

const reachedFrom = (roots: readonly string[], all: Readonly<Record<string, JsonSchema>>): Set<string> => {
  const reached = new Set<string>();
  const visit = (id: string): void => {
    if (reached.has(id)) return;
    reached.add(id);
    for (const [, next] of JSON.stringify(all[id]).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      if (next) visit(next);
    }
  };
  for (const root of roots) visit(root);
  return reached;
};

/** Without what a schema on its own would carry: the document says it once. */
const standingAlone = (schema: JsonSchema | undefined): JsonSchema => {
  const { $schema: _, $id: __, id: ___, ...rest } = schema ?? {};
  return rest;
};
