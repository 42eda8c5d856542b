import type { Mail, MailingList } from './mail.ts';

interface Prepared {
  readonly prepared: true;
  readonly value: string;
}
const prepared = (value: string): Prepared => ({ prepared: true, value });

/** What a mail says of itself to machines. */
export const headersOf = ({ list, kind }: Mail, domain: string): Record<string, string | Prepared> => ({
  // Written by a machine: vacation answers stay home (RFC 3834).
  'Auto-Submitted': 'auto-generated',
  'Content-Language': 'fr',
  // Counts complaints by kind of mail and list; the last part names the sender, always alike.
  'Feedback-ID': prepared(`${kind ?? 'mail'}:${list?.id ?? domain}:${list ? 'list' : 'notice'}:essaim`),
  ...(list ? listHeaders(list) : {}),
});

/** RFC 2369, RFC 2919; both of RFC 8058: a POST to that address leaves, whatever its body. */
const listHeaders = ({ id, name, unsubscribeUrl, unsubscribeMailbox, archiveUrl, helpUrl }: MailingList) => ({
  'List-Id': prepared(`"${name.replace(/[^\x20-\x21\x23-\x7e]/g, '')}" <${id}>`),
  'List-Unsubscribe': prepared(
    [unsubscribeUrl, ...(unsubscribeMailbox ? [`mailto:${unsubscribeMailbox}?subject=unsubscribe`] : [])]
      .map((way) => `<${way}>`)
      .join(', '),
  ),
  'List-Unsubscribe-Post': prepared('List-Unsubscribe=One-Click'),
  ...(archiveUrl ? { 'List-Archive': prepared(`<${archiveUrl}>`) } : {}),
  'List-Help': prepared(`<${helpUrl}>`),
  Precedence: prepared('bulk'),
});
