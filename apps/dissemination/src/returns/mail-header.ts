/** Where servers and writers say whom a mail is for; nothing of it that the mail carries inside counts. */
const recipients = /^(delivered-to|x-delivered-to|x-original-to|envelope-to|x-envelope-to|to|cc):/i;

/**
 * The lines of a mail's own header that say where it was sent: in a mailbox, nothing else is left of its envelope. A letter of
 * ours that somebody sends along says the same of itself further down, and is not asked.
 */
export const sentTo = (raw: Buffer): string => {
  const [header = ''] = raw.toString('latin1').split(/\r?\n\r?\n/, 1);
  const fields = header.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return fields.filter((field) => recipients.test(field)).join('\n');
};
