import mongoose from 'mongoose';

/** Whose a subscription of these is. */
export const addressOf = (network: string, subscription: string): string =>
  `lectrice-${subscription.slice(network.length + 1, -2)}@${network}.example`;

/** So many readers of one network's resources, written at once: signing each up would take longer than the measurement. */
export const readersOf = async (mongoUrl: string, count: number, network: string): Promise<void> => {
  const client = await new mongoose.mongo.MongoClient(mongoUrl).connect();
  const before = new Date(Date.now() - 120_000);
  const people = Array.from({ length: count }, (_, n) => ({
    _id: `${network}-${n}` as never,
    v: 1,
    email: addressOf(network, `${network}-${n}-1`),
    createdAt: before,
    subscriptions: [
      {
        id: `${network}-${n}-1`,
        frequency: 'immediate',
        at: { day: 1, hour: 8, timeZone: 'Europe/Paris' },
        filter: { network: [network] },
        status: 'confirmed',
        askedAt: before,
        confirmedAt: before,
        nextAt: null,
        toldUntil: null,
      },
    ],
    consent: [],
  }));
  const subscribers = client.db('essaim_dissemination').collection('subscribers');
  for (let from = 0; from < count; from += 1_000) await subscribers.insertMany(people.slice(from, from + 1_000));
  await client.close();
};
