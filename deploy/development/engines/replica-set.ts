/**
 * Brings the `mongod` on this port to be the primary of a set of one, and gives its address; undefined while it is not yet.
 *
 * A set made on another port is told its new address.
 */
export const initiateReplicaSet = async (port: number, replicaSet: string): Promise<string | undefined> => {
  const { mongo } = await import('mongoose');
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  const host = `127.0.0.1:${port}`;
  try {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello.isWritablePrimary && hello.me === host) return `mongodb://${host}/?replicaSet=${replicaSet}`;

    const config = await admin.command({ replSetGetConfig: 1 }).then(
      (answer) => answer.config as { version: number; members: [{ host: string }] },
      () => undefined,
    );
    if (!config) {
      await admin.command({ replSetInitiate: { _id: replicaSet, members: [{ _id: 0, host }] } });
    } else if (config.members[0].host !== host) {
      const moved = { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] };
      await admin.command({ replSetReconfig: moved, force: true });
    }
    return undefined;
  } catch {
    // Not listening yet, or electing: asked again in a moment.
    return undefined;
  } finally {
    await client.close();
  }
};
