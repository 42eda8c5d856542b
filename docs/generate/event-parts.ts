import type { EventContract } from '#contracts';
import { type Channel, type Message, type Operation, to } from './asyncapi.types.ts';

export const eventChannel = ({ type, summary, service }: EventContract): [string, Channel] => [
  type,
  {
    address: type,
    description: `${summary} Kept in the stream ${service.toUpperCase()}.`,
    messages: { [type]: to('components', 'messages', type) },
  },
];

export const eventMessage = ({ type, summary, service }: EventContract): [string, Message] => [
  type,
  {
    name: type,
    summary,
    contentType: 'application/json',
    headers: {
      type: 'object',
      allOf: [to('components', 'schemas', 'cloudEvent')],
      properties: { 'ce-type': { const: type }, 'ce-source': { const: `/essaim/${service}` } },
    },
    payload: to('components', 'schemas', type),
  },
];

export const announcing = ({ type, summary, service }: EventContract): [string, Operation] => [
  `${service}.announces.${type}`,
  {
    action: 'send',
    summary,
    channel: to('channels', type),
    messages: [to('channels', type, 'messages', type)],
    tags: [{ name: service }],
  },
];

/** Consumers that differ by a number share their work, and are told once. */
export const hearing = (service: string, durable: string, { type }: EventContract): [string, Operation] => {
  const name = durable.replace(/-\d+$/, '-n');
  return [
    `${name}.hears.${type}`,
    {
      action: 'receive',
      summary: `Through the durable consumer ${name}.`,
      channel: to('channels', type),
      messages: [to('channels', type, 'messages', type)],
      tags: [{ name: service }],
    },
  ];
};
