import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { Stack } from '../../deploy/development/stack.ts';
import type { Sample } from './summary.ts';

/** The least that one event costs: a bare client publishes to a file-backed stream, and another consumes. */
export const jetStreamHop = async ({ nats, secrets }: Stack, count: number): Promise<Sample[]> => {
  const connection = await connect({
    servers: nats.url.replace('nats://', ''),
    user: 'operator',
    pass: secrets.nats.operator,
  });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'BENCH', subjects: ['bench.>'] });
  await manager.consumers.add('BENCH', { durable_name: 'bench', ack_policy: AckPolicy.Explicit });
  const js = jetstream(connection);
  const messages = await (await js.consumers.get('BENCH', 'bench')).consume();
  const samples: Sample[] = [];
  const publish = async () => js.publish('bench.hop', String(performance.now()));
  await publish();
  for await (const message of messages) {
    samples.push(performance.now() - Number(message.string()));
    message.ack();
    if (samples.length === count) break;
    await publish();
  }
  await manager.streams.delete('BENCH');
  await connection.close();
  return samples;
};
