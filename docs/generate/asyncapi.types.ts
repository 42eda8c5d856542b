import type { JsonSchema } from './schemas.ts';

export type Reference = { readonly $ref: string };
export type Named<Value> = Readonly<Record<string, Value>>;

/** As much of AsyncAPI 3.0 as we write. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: JsonSchema;
  readonly defaultContentType: string;
  readonly servers: Named<JsonSchema>;
  readonly channels: Named<Channel>;
  readonly operations: Named<Operation>;
  readonly components: {
    readonly securitySchemes: Named<JsonSchema>;
    readonly messages: Named<Message>;
    readonly schemas: Named<JsonSchema>;
  };
}

export interface Channel {
  readonly address: string | null;
  readonly description: string;
  readonly messages: Named<Reference>;
}

export interface Operation {
  readonly action: 'send' | 'receive';
  readonly summary: string;
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly tags: readonly { readonly name: string }[];
  readonly reply?: { readonly channel: Reference; readonly messages: readonly Reference[] };
}

export interface Message {
  readonly name: string;
  readonly summary: string;
  readonly contentType: string;
  readonly headers?: JsonSchema | Reference;
  readonly payload: JsonSchema | Reference;
  readonly examples?: readonly { readonly payload: unknown }[];
}

export const to = (...path: readonly string[]): Reference => ({ $ref: `#/${path.join('/')}` });
