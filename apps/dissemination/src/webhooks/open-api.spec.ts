import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';
import { openApiOf } from '#platform';
import { EndpointsController } from './endpoints/endpoints.controller.ts';
import { NetworkKeysController } from './endpoints/network-keys.controller.ts';
import { eventCatalogue } from './events/event-schemas.ts';
import { EventTypesController } from './events/event-types.controller.ts';
import { DeliveriesController } from './log/deliveries.controller.ts';
import { eventTypesAnswer } from './log/delivery.answers.ts';

const controllers = [EndpointsController, NetworkKeysController, EventTypesController, DeliveriesController];
/** In a preview nothing is made: only their names are needed. */
const providers = controllers
  .flatMap((each): object[] => Reflect.getMetadata('design:paramtypes', each) ?? [])
  .map((provide) => ({ provide, useValue: {} }));

@Module({ controllers, providers: providers as never })
class Webhooks {}

interface Operation {
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}

describe('The OpenAPI document of webhooks', () => {
  let document: OpenAPIObject;
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}` as string, operation] as const,
      ),
    );
  const operation = (route: string) => new Map(operations()).get(route) as Operation;
  const headersOf = (route: string) =>
    operation(route)
      .parameters.filter((parameter) => parameter.in === 'header')
      .map(({ name, required }) => [name, required]);

  beforeAll(async () => {
    const app = await NestFactory.create(Webhooks, new FastifyAdapter(), {
      preview: true,
      abortOnError: false,
      logger: false,
    });
    document = openApiOf(app, 'dissemination');
  });

  it('says of each route what it is for, what it answers, and how it refuses', () => {
    expect(operations()).toHaveLength(13);
    for (const [route, { summary, responses }] of operations()) {
      expect([route, summary]).toEqual([route, expect.stringMatching(/^[A-Z]/)]);
      const [status = '', answer] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? [];
      const schema = answer?.content?.['application/json']?.schema;
      expect([route, schema !== undefined]).toEqual([route, status !== '204']);
      expect(Object.keys(responses.default?.content ?? {})).toEqual(['application/problem+json']);
    }
    expect(document.components?.schemas?.Problem).toMatchObject({ properties: { errors: { type: 'array' } } });
  });

  it('names the headers that a route reads', () => {
    expect(headersOf('POST /api/v1/webhook-endpoints')).toEqual([['Idempotency-Key', false]]);
    expect(headersOf('POST /api/v1/webhook-endpoints/{id}/rotate-secret')).toEqual([['Idempotency-Key', false]]);
    expect(headersOf('PATCH /api/v1/webhook-endpoints/{id}')).toEqual([['If-Match', true]]);
    expect(headersOf('GET /api/v1/webhook-endpoints')).toEqual([]);
  });

  it('asks for a key where one is needed', () => {
    expect(document.security).toEqual([{ bearer: [] }]);
    expect(operation('GET /api/v1/webhook-endpoints').security).toBeUndefined();
    expect(operation('GET /api/v1/event-types').security).toContainEqual({});
  });

  it('is true of the list of event types', () => {
    eventTypesAnswer.parse({ items: eventCatalogue, total: eventCatalogue.length, next: null });
  });
});
