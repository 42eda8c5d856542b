export * from './mail.ts';
export * from './mail-transport.ts';
export * from './templates.ts';
