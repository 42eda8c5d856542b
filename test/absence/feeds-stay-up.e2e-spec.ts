import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';

describe('The feeds', () => {
  const product = productForThisFile({ isDurable: true });
  const feeds = () =>
    Promise.all(
      ['rss', 'atom', 'json'].map(async (format) => {
        const answer = await fetch(`${product.origin}/feeds/resources.${format}`);
        return { status: answer.status, text: await answer.text() };
      }),
    );

  it('stay up, the same, without NATS and without the database', async () => {
    const before = await feeds();
    expect(before.map(({ status }) => status)).toEqual([200, 200, 200]);

    product.stack.nats.kill('SIGKILL');
    product.stack.mongo.kill('SIGKILL');
    await Promise.all([product.stack.nats.exited, product.stack.mongo.exited]);
    expect(await feeds()).toEqual(before);

    await product.stack.restartEngine('mongo');
    await product.stack.restartEngine('nats');
    await eventually(async () => {
      const { status } = await fetch(`${product.services.dissemination.url}/health/ready`);
      expect(status).toBe(200);
    });
    expect(await feeds()).toEqual(before);
  });
});
