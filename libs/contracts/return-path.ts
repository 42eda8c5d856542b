import { z } from 'zod';
import { issue } from './vocabulary-terms.ts';

const elsewhere = {
  code: 'not-a-local-path',
  fr: 'Attendu : un chemin de ce site, comme « /moi ».',
  en: 'Expected a path of this site, like “/moi”.',
};

/** Whether a path leads to a page of ours, however a browser reads it: never to another site (CWE-601). */
export const isReturnPath = (path: string): boolean => {
  // A browser takes `\` for `/`, and drops tabs and line ends.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/.test(path)) return false;
  try {
    return new URL(path, 'https://essaim.invalid').origin === 'https://essaim.invalid';
  } catch {
    return false;
  }
};

/** Where somebody goes once signed in. */
export const returnPath = z.string().check((context) => {
  if (!isReturnPath(context.value)) context.issues.push(issue(elsewhere, context.value.slice(0, 80)));
});
