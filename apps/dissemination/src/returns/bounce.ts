/** How badly a mail could not be delivered: for good, or for now. */
export type Severity = 'hard' | 'soft';

const day = 24 * 3_600_000;
/** So many soft bounces within so many days are a hard one. */
export const softLimit = 3;
export const softWindowMs = 14 * day;

/**
 * RFC 3463: what is wrong with the address itself is for good. A full mailbox, a mail too large, a policy, a fault of the
 * network or of ours is not, however final the server calls it.
 *
 * | status        | means                                | is   |
 * |---------------|--------------------------------------|------|
 * | 5.1.x, 5.0.0  | no such mailbox, no such domain      | hard |
 * | 5.2.1         | the mailbox is closed                | hard |
 * | 5.4.4         | the domain takes no mail             | hard |
 * | other 5, all 4 | full, too large, refused, unreachable | soft |
 */
export const severityOf = (status: string): Severity =>
  /^5\.(1\.\d+|0\.0|2\.1|4\.4)$/.test(status) && status !== '5.1.8' && status !== '5.1.7' ? 'hard' : 'soft';

/** The status that a server named in its reply; from the reply code when it named none. */
export const statusIn = (reply: string): string => {
  const [status] = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(reply) ?? [];
  if (status) return status;
  // 550, 551 and 553 are about the mailbox (RFC 5321 §4.2.3), unless the words say that it is about us.
  const isMailbox = /\b(550|551|553)\b/.test(reply) && !/spam|block|policy|reputation|dmarc|spf|dkim/i.test(reply);
  return isMailbox ? '5.1.1' : '4.0.0';
};
