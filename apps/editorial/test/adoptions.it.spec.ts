import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { atOnce } from '../../../test/support/eventually.ts';
import { OwnResource } from '../src/adoptions/adoption.problems.ts';
import { ResourceNotPublished } from '../src/resources/resource.problems.ts';
import { atOpening } from './builders.ts';
import { aCommittee, ofNetwork } from './committee.ts';

beforeAll(() => Logger.overrideLogger(false));

const { aDatabase } = mongoForThisFile();
let committee: ReturnType<typeof aCommittee>;
beforeEach(async () => {
  committee = await aDatabase(aCommittee);
});

const id = 'contribution-1';
const author = ofNetwork('producer');

const aPublic: typeof committee.aPublic = (...given) => committee.aPublic(...given);
const told = async () => (await committee.toldOf(id)).map(({ type }) => type.split('.').slice(1, 3).join('.'));

describe('A network that takes a resource up', () => {
  const facts = (networkId: string) => ({ networkId, slug: `slug-${networkId}`, name: 'La CRESS' });
  const cress = ofNetwork('cress');
  beforeEach(async () => {
    await committee.networks.model.collection.insertMany(
      ['cress', 'producer'].map((network) => ({ _id: network as never, v: 1, ...facts(network) })),
    );
  });
  const given = { territory: 'DEP-33', mode: 'as-is', result: 'Utile.' } as const;
  const adopt = (by = cress, more = {}, request?: never) =>
    committee.adoptResource.execute(id, { ...given, ...more }, by, request, atOpening);

  it('is told of it with the state of the resource, and may add the result later', async () => {
    await aPublic();
    const first = await adopt(cress, { result: undefined });
    await adopt(cress, { result: undefined });
    const second = await adopt();
    expect(second).toMatchObject({ id: first.id, network: { id: 'cress' }, result: 'Utile.' });
    expect(await told()).toEqual(['resource.adopted', 'resource.adopted']);
    expect((await committee.resources.get(id)).adoptions).toHaveLength(1);
  });

  it('is never lost when many do at the same moment', async () => {
    await aPublic();
    const places = ['DEP-33', 'DEP-37', 'DEP-59', 'DEP-48', 'REG-53'];
    await atOnce(5, (n) => adopt(cress, { territory: places[n] }));
    expect((await committee.resources.get(id)).adoptions).toHaveLength(5);
  });

  it('cannot be one that produced it', async () => {
    await aPublic();
    await expect(adopt(author)).rejects.toBeInstanceOf(OwnResource);
  });

  it.each(['suspended', 'expired', 'withdrawn'] as const)('cannot take up one that is %s', async (status) => {
    await aPublic({ status });
    await expect(adopt()).rejects.toBeInstanceOf(ResourceNotPublished);
  });
});
