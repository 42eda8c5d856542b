import { type ParsedMail, simpleParser } from 'mailparser';
import { type Severity, severityOf } from './bounce.ts';

/** What came back says. */
export type Returned =
  | { readonly what: 'bounce'; readonly severity: Severity; readonly status: string }
  | { readonly what: 'complaint' }
  /** Somebody's own words, or a robot's: to a mailbox that nobody reads. */
  | { readonly what: 'mail' };

/** Without this, a delivery report is taken for words. */
const parsing = { keepDeliveryStatus: true, skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true };

/**
 * Reads what a mail server or a provider sent us about a mail of ours: a delivery report (RFC 3464), a complaint (ARF,
 * RFC 5965), or an ordinary mail. Fields are looked for in the parts that the standards name, and nowhere else.
 */
export const readReturn = async (raw: Buffer): Promise<Returned> => {
  const mail = await simpleParser(raw, parsing);
  const complaint = partOf(mail, 'message/feedback-report');
  if (complaint) return isComplaint(complaint) ? { what: 'complaint' } : { what: 'mail' };
  const report = partOf(mail, 'message/delivery-status');
  const status = report && failure(report);
  return status ? { what: 'bounce', status, severity: severityOf(status) } : { what: 'mail' };
};

const partOf = ({ attachments }: ParsedMail, type: string): string | undefined =>
  attachments.find(({ contentType }) => contentType?.toLowerCase() === type)?.content.toString('utf8');

/** `not-spam` takes one back; the others are no opinion of the reader. */
const isComplaint = (report: string): boolean => /^feedback-type:\s*(abuse|fraud|virus)\b/im.test(report);

/** The status of the recipient that failed; a mail that is only late, or arrived, is none. */
const failure = (report: string): string | undefined => {
  const groups = report.split(/\r?\n\r?\n/).filter((group) => /^action:\s*failed\b/im.test(group));
  return groups.map((group) => /^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(group)?.[1] ?? '5.0.0')[0];
};
