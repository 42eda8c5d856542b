import { announcers } from '#contracts';
import type { AsyncApiDocument } from './asyncapi.types.ts';
import type { JsonSchema } from './schemas.ts';

/** docs/events.md: the AsyncAPI document for people. */
export const eventsPage = (document: AsyncApiDocument): string => {
  return [
    '# Events',
    '',
    'Written by `docs/generate/asyncapi.ts` from `libs/contracts` and the reactions in `apps/`. The same for machines:',
    '`docs/asyncapi.yaml`. A field with `?` may be absent; new fields may come, so ignore those that you do not know.',
    '',
    'Each event is a CloudEvent 1.0 in binary mode: `ce-id`, `ce-type` (the subject), `ce-source`, `ce-subject` (the aggregate),',
    '`ce-time` and `ce-aggregateversion` as headers, `traceparent` beside them, and the fields below as a JSON payload.',
    ...announcers.flatMap((service) => serviceSection(service, document)),
    '',
    '## Shapes',
    ...shapesOf(document).flatMap(([id, schema]) => [
      '',
      `### ${id}`,
      '',
      '| field | |',
      '|---|---|',
      ...fieldRows(schema),
    ]),
    '',
  ].join('\n');
};

const serviceSection = (service: string, document: AsyncApiDocument): string[] => {
  const rows = Object.entries(document.components.messages)
    .filter(([type]) => type.startsWith(`${service}.`))
    .map(([type, { summary, payload }]) =>
      row(`\`${type}\``, summary, hearersOf(type, document).join(', ') || '–', fieldList(resolved(payload, document))),
    );
  const heading = ['', `## Announced by ${service}`, ''];
  if (rows.length === 0) return [...heading, 'Nothing yet.'];
  return [...heading, '| subject | when | heard by | fields |', '|---|---|---|---|', ...rows];
};

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** The services whose durables hear it. */
const hearersOf = (type: string, { operations }: AsyncApiDocument): string[] => {
  const hearing = Object.entries(operations).filter(([, { action, channel }]) => {
    return action === 'receive' && channel.$ref === `#/channels/${type}`;
  });
  return [...new Set(hearing.flatMap(([, { tags }]) => tags.map(({ name }) => name)))].sort();
};

const nameIn = (schema: JsonSchema): string | undefined =>
  typeof schema.$ref === 'string' ? schema.$ref.replace('#/components/schemas/', '') : undefined;

const resolved = (schema: JsonSchema, document: AsyncApiDocument): JsonSchema => {
  const name = nameIn(schema);
  return name ? resolved(document.components.schemas[name] ?? {}, document) : schema;
};

/** The shared shapes that events are made of, directly or not. */
const shapesOf = ({ components }: AsyncApiDocument): [string, JsonSchema][] => {
  const reached = new Set<string>();
  const visit = (schema: unknown): void => {
    for (const [, id = ''] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (reached.has(id)) continue;
      reached.add(id);
      visit(components.schemas[id]);
    }
  };
  for (const [type, { payload }] of Object.entries(components.messages)) if (!type.startsWith('query.')) visit(payload);
  return Object.entries(components.schemas).filter(([id]) => reached.has(id) && !id.includes('.'));
};

const propertiesOf = (schema: JsonSchema): [string, JsonSchema, boolean][] => {
  const required = (schema.required ?? []) as string[];
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => [
    name,
    property,
    required.includes(name),
  ]);
};

const fieldList = (schema: JsonSchema): string =>
  propertiesOf(schema)
    .map(([name, property, always]) => `\`${name}${always ? '' : '?'}\` ${kindOf(property)}`)
    .join(', ');

const fieldRows = (schema: JsonSchema): string[] =>
  propertiesOf(schema).map(([name, property, always]) => row(`\`${name}${always ? '' : '?'}\``, kindOf(property)));

const manyValues = 8;

/** What a field holds, in a few words. */
const kindOf = (schema: JsonSchema): string => {
  const name = nameIn(schema);
  if (name) return `[${name}](#${name.toLowerCase()})`;
  if (Array.isArray(schema.allOf) && schema.allOf.length === 1) return kindOf(schema.allOf[0]);
  const alternatives = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (alternatives) return [...new Set(alternatives.map(kindOf))].join(' or ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (Array.isArray(schema.enum)) return valuesOf(schema.enum);
  if (Array.isArray(schema.type)) return schema.type.map((type) => kindOf({ ...schema, type })).join(' or ');
  if (schema.type === 'array') return `list of ${kindOf((schema.items ?? {}) as JsonSchema)}`;
  if (schema.type === 'object') return schema.properties ? `{ ${fieldList(schema)} }` : 'by name';
  if (schema.format === 'date-time') return 'time';
  if (schema.format === 'uri') return 'address';
  return typeof schema.type === 'string' ? schema.type : 'anything';
};

const valuesOf = (values: readonly unknown[]): string => {
  const shown = values.slice(0, manyValues).map((value) => `\`${value}\``);
  return values.length > manyValues ? `${shown.join('/')}…` : shown.join('/');
};
