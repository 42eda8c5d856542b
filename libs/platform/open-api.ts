import { applyDecorators, type INestApplication } from '@nestjs/common';
import { ApiOperation, ApiResponse, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema.ts';

/** What a route answers when it does what it is asked. */
interface Answer {
  readonly status?: number;
  /** The shape of its body; none for an answer without one. */
  readonly schema?: z.ZodType;
  /** Headers of the answer, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly description?: string;
}

/** Says in the OpenAPI document what a route is for, in a few words, and what it answers. */
export const Answers = (summary: string, { status = 200, schema, headers = {}, description }: Answer = {}) =>
  applyDecorators(
    ApiOperation({ summary, ...(description ? { description } : {}) }),
    ApiResponse({
      status,
      description: summary,
      ...(schema ? { schema: openApiSchema(schema) as never } : {}),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }]),
      ),
    }),
  );

const openApiSchema = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = jsonSchemaOf(schema);
  return rest;
};

/** A refusal (RFC 9457). `type` is what a program matches on. */
const problem = z.object({
  type: z.string().meta({ description: 'Public, never renamed: /problems/<name>' }),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().meta({ description: 'In French, or in English where Accept-Language asks for it' }),
  instance: z.string(),
  traceId: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string().meta({ description: 'JSON Pointer (RFC 6901) into the body, or into the query' }),
        code: z.string(),
        detail: z.string(),
      }),
    )
    .optional(),
});

/** OpenAPI 3.1 at `/api/v1/<service>/openapi.json`, made of the very schemas that check requests. */
export const describeApi = (app: INestApplication, service: string): void => {
  SwaggerModule.setup(`api/v1/${service}/docs`, app, () => openApiOf(app, service), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: `api/v1/${service}/openapi.json`,
  });
};

/** Every route needs a key unless it says otherwise, and may refuse. */
export const openApiOf = (app: INestApplication, service: string): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setTitle(`Essaim: ${service}`)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'API key: ess_<id>_<secret>, or the token of a signed-in person',
    })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: openApiSchema(problem) as never },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path) as { responses: Record<string, unknown> }[]) {
      operation.responses.default ??= refusal;
    }
  }
  return document;
};

const refusal = {
  description: 'Refused: what is wrong, where, and what would be right',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
