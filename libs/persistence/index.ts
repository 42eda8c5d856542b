export * from './database.module.ts';
export * from './database.ts';
export * from './errors.ts';
export * from './idempotency.ts';
export * from './ids.ts';
export * from './lease.ts';
export * from './migrations.ts';
export * from './secret-box.ts';
