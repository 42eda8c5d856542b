import { createPrivateKey, createPublicKey } from 'node:crypto';

/** Signs mail (RFC 6376): its public half is published at `<selector>._domainkey.<domain>`. */
export interface DkimKey {
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

/**
 * What a signature vouches for. nodemailer leaves List-Unsubscribe-Post out, and a mailbox provider then offers no
 * one-click (RFC 8058 §4 wants both signed).
 */
export const signedHeaders = [
  'From',
  'Reply-To',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Content-Language',
  'Auto-Submitted',
  'Feedback-ID',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'List-Archive',
  'List-Help',
  'Precedence',
] as const;

/**
 * A key as the environment gives it: PEM, or PEM in base64 where a variable may hold one line only.
 *
 * @throws Error when it is no RSA key: a mail would leave unsigned, and nobody would know
 */
export const readDkimKey = (given: string): string => {
  const pem = given.includes('-----BEGIN') ? given.replaceAll('\\n', '\n') : Buffer.from(given, 'base64').toString();
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'rsa') throw new Error('must be an RSA key');
  return pem;
};

/** The TXT record that lets others check what is signed. */
export const dkimRecord = (privateKey: string): string => {
  const key = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' });
  return `v=DKIM1; k=rsa; p=${key.toString('base64')}`;
};
