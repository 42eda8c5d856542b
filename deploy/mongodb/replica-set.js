// Health check of the MongoDB of docker-compose.yml: exit code 0 once it takes writes. The first time, it makes the
// replica set of one that Essaim needs. For mongosh.

const password = encodeURIComponent(process.env.MONGO_INITDB_ROOT_PASSWORD);
const admin = connect(`mongodb://operator:${password}@127.0.0.1:27017/admin?directConnection=true`);

const statusOrNew = () => {
  try {
    return admin.runCommand({ replSetGetStatus: 1 });
  } catch (error) {
    if (error.codeName !== 'NotYetInitialized') throw error;
    return admin.runCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] } });
  }
};

const primary = 1;
quit(statusOrNew().myState === primary ? 0 : 1);
