import { describe, expect, it } from 'vitest';
import { NatsLink, Wake } from '#messaging';
import { aDatabaseName, mongoForThisFile } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';
import { postOffice, type Service } from './test/harness.ts';

const listening = (office: Service): string[] => {
  const heard: string[] = [];
  office.get(Wake).on('parcels', () => heard.push('parcels'));
  return heard;
};

/** What was sent before this was heard by then. */
const settled = async (office: Service): Promise<void> => (await office.get(NatsLink).connected()).flush();

describe('A wake-up call', () => {
  const { uri } = mongoForThisFile();
  const { aNats, aService } = postOffice();

  it('is heard once by every instance, and at once where it was made', async () => {
    const { url } = await aNats();
    const database = aDatabaseName();
    const [here, there] = await Promise.all([0, 1].map(() => aService({ mongo: uri(), nats: url, database })));
    if (!here || !there) throw new Error('no instances');
    const [heardHere, heardThere] = [listening(here), listening(there)];
    await Promise.all([settled(here), settled(there)]);

    here.get(Wake).call('parcels');
    expect(heardHere).toEqual(['parcels']);
    await eventually(() => expect(heardThere).toEqual(['parcels']));
    await settled(here);
    expect([heardHere, heardThere]).toEqual([['parcels'], ['parcels']]);
  });
});
