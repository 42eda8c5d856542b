import { z } from 'zod';
import { issue } from '#contracts';

const name = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}$/;
/** Visible ASCII, spaces between: what every server reads the same way. */
const value = /^[\x21-\x7e]([\x20-\x7e]{0,998}[\x21-\x7e])?$/;

/** How the post travels, whom it reaches and how it is proved: ours to write. */
const ours =
  /^(host|connection|keep-alive|proxy-.*|transfer-encoding|content-.*|te|trailer|upgrade|expect|user-agent|webhook-.*)$/i;

const notYours = {
  code: 'reserved-header',
  fr: 'Cet en-tête est écrit par Essaim : il ne peut pas être choisi.',
  en: 'Essaim writes this header itself: it cannot be chosen.',
};
const tooMany = { code: 'too-long', fr: 'Au plus 10 en-têtes.', en: 'At most 10 headers.' };

/** Headers that an owner wants on each post, for a gateway of theirs. */
export const givenHeaders = z.record(z.string().regex(name), z.string().regex(value)).check((context) => {
  const names = Object.keys(context.value);
  if (names.length > 10) context.issues.push(issue(tooMany, context.value));
  for (const each of names) if (ours.test(each)) context.issues.push(issue(notYours, each, [each]));
});
