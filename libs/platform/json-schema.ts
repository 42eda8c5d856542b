import { z } from 'zod';

/** JSON Schema of what we answer or send. Fields are added over time: whoever reads ignores those that it does not know. */
export const jsonSchemaOf = (schema: z.ZodType, target: 'draft-2020-12' | 'draft-7' = 'draft-2020-12') =>
  z.toJSONSchema(schema, {
    target,
    io: 'output',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.properties) delete jsonSchema.additionalProperties;
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
