// Health check of the MongoDB of docker-compose.yml: exit code 0 once it takes writes. The first time, it makes the
// replica set of one that Essaim needs.

const password = encodeURIComponent(process.env.MONGO_INITDB_ROOT_PASSWORD);
const admin = connect(`mongodb://operator:${password}@127.0.0.1:27017/admin?directConnection=true`);
try {
  quit(admin.runCommand({ replSetGetStatus: 1 }).myState === 1 ? 0 : 1);
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  admin.runCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] } });
  quit(1);
}
