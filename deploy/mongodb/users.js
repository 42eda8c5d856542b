// One database user for each service, who may read and write its own database and no other. For mongosh, as an
// administrator, once and again after a change of password:
//
//   MONGODB_PASSWORD_SUBMISSION=… MONGODB_PASSWORD_… mongosh "mongodb://…" deploy/mongodb/users.js

for (const service of ['submission', 'editorial', 'watch', 'dissemination']) {
  const pwd = process.env[`MONGODB_PASSWORD_${service.toUpperCase()}`];
  if (!pwd) throw new Error(`MONGODB_PASSWORD_${service.toUpperCase()} is missing`);
  const database = db.getSiblingDB(`essaim_${service}`);
  const roles = [{ role: 'readWrite', db: `essaim_${service}` }];
  if (database.getUser(service)) database.updateUser(service, { pwd, roles });
  else database.createUser({ user: service, pwd, roles });
}
