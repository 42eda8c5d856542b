export * from './access.guard.ts';
export * from './access.module.ts';
export * from './api-key.ts';
export * from './key-ring.ts';
export * from './principal.ts';
