import { Schema } from 'mongoose';
import { describe, expect, it } from 'vitest';
import {
  createOnce,
  type Database,
  IdempotencyKeyReused,
  type IdempotentRequest,
  idempotencyIndex,
  idempotencyOf,
  newId,
} from '#persistence';
import { mongoForThisFile } from '../../test/support/engines.ts';
import { answers, atOnce } from '../../test/support/eventually.ts';

const aRequest = (given: Partial<IdempotentRequest> = {}): IdempotentRequest => ({
  scope: 'network:n POST /api/v1/contributions',
  key: 'k1',
  body: { title: 'Guide' },
  ...given,
});

const resourcesOf = (database: Database) => {
  const schema = new Schema({ _id: String }, { strict: false });
  schema.index(...(idempotencyIndex as unknown as Parameters<Schema['index']>));
  const model = database.model<{ _id: string; title: string }>('resources', schema);
  return {
    model,
    /** Creates as an action does: the answer lies on the document, in the same write. */
    create: (request?: IdempotentRequest, now = new Date()) =>
      createOnce(model, request, async () => {
        const answer = { id: newId(), title: 'Guide' };
        const idempotency = idempotencyOf(request, answer, now);
        await model.collection.insertOne({
          _id: answer.id as never,
          title: answer.title,
          ...(idempotency && { idempotency }),
        });
        return answer;
      }),
  };
};

describe('A request with an Idempotency-Key', () => {
  const { aDatabase } = mongoForThisFile();

  it('creates one document when it comes a hundred times at once, and is answered alike each time (F13)', async () => {
    const { model, create } = await aDatabase(resourcesOf);
    const endings = await atOnce(100, () => create(aRequest()));
    const [first] = answers(endings);
    expect(answers(endings)).toEqual(Array(100).fill(first));
    expect(await model.countDocuments()).toBe(1);
    expect(await create(aRequest())).toEqual(first);
  });

  it('is refused when the key comes back with another body, also in a race (F13)', async () => {
    const { model, create } = await aDatabase(resourcesOf);
    const endings = await atOnce(20, (n) => create(aRequest({ body: { title: n % 2 ? 'Guide' : 'Fiche' } })));
    const refusals = endings.flatMap((ending) => (ending.status === 'rejected' ? [ending.reason] : []));
    expect(refusals).toHaveLength(10);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(IdempotencyKeyReused);
    expect(await model.countDocuments()).toBe(1);
  });

  it('means nothing to another caller, and another route', async () => {
    const { model, create } = await aDatabase(resourcesOf);
    await create(aRequest());
    await create(aRequest({ scope: 'network:other POST /api/v1/contributions' }));
    await create(aRequest({ scope: 'network:n POST /api/v1/networks' }));
    expect(await model.countDocuments()).toBe(3);
  });

  it('is remembered as long as what it made', async () => {
    const { model, create } = await aDatabase(resourcesOf);
    const first = await create(aRequest(), new Date('2020-01-01'));
    expect(await create(aRequest())).toEqual(first);
    await model.deleteOne({ _id: first.id });
    expect((await create(aRequest())).id).not.toBe(first.id);
  });

  it('leaves the key unused when the creation fails', async () => {
    const { model, create } = await aDatabase(resourcesOf);
    const failing = createOnce(model, aRequest(), () => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow('refused');
    await create(aRequest({ body: { title: 'Corrected' } }));
    expect(await model.countDocuments()).toBe(1);
  });

  it('may be left out: each request then creates', async () => {
    const { model, create } = await aDatabase(resourcesOf);
    await atOnce(3, () => create());
    expect(await model.countDocuments()).toBe(3);
  });
});
