export { dkimRecord, readDkimKey } from './dkim.ts';
export * from './mail.ts';
export { ownLink } from './mail-form.ts';
export * from './mail-transport.ts';
export { mailVariables, transportOptions } from './mail-variables.ts';
export { addressOf, domainOf } from './mailbox.ts';
export * from './templates.ts';
