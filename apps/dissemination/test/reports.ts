/** What mail servers and providers send back, in the form that the standards give it. */

interface Failure {
  readonly to: string;
  readonly status: string;
  readonly action?: string;
  /** The mail that it is about, or its headers. */
  readonly original?: string;
}

/** A delivery report as Postfix writes it (RFC 3464). */
export const deliveryReport = ({ to, status, action = 'failed', original = '' }: Failure): string =>
  [
    'From: MAILER-DAEMON@mx.lecteurs.example (Mail Delivery System)',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system. Status: 5.1.1 is what another mail of yours had.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.lecteurs.example',
    '',
    'Final-Recipient: rfc822; lectrice@lecteurs.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${status} so it is`,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    original,
    '--b--',
    '',
  ].join('\r\n');

/** A complaint as a provider sends it to whom signed up for them (ARF, RFC 5965). */
export const complaint = (original: string, type = 'abuse'): string =>
  [
    'From: feedback@fournisseur.example',
    'To: retours@demo.example',
    'Subject: FW: Une lettre',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="c"',
    '',
    '--c',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--c',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    '',
    '--c',
    'Content-Type: message/rfc822',
    '',
    original,
    '--c--',
    '',
  ].join('\r\n');

export const plainMail = (to: string, subject: string): string =>
  [`From: lectrice@lecteurs.example`, `To: ${to}`, `Subject: ${subject}`, '', 'Bonjour.', ''].join('\r\n');
