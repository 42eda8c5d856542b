import { checkAddress, type OutboundPolicy } from '#outbound-http';
import { InvalidFields } from '#platform';

export const OUTBOUND_POLICY = Symbol('outbound policy');

/** An address that may be read; it is checked again each time it is. @throws InvalidFields, with the reason at `/url` */
export const readableAddress = (url: string | null, policy: OutboundPolicy): string => {
  if (!url) {
    const detail = { fr: 'Cette sorte de source a une adresse.', en: 'This kind of source has an address.' };
    throw new InvalidFields([{ pointer: '/url', code: 'required', detail }]);
  }
  const check = checkAddress(url, policy);
  if (check.ok) return check.url.href;
  throw new InvalidFields([{ pointer: '/url', code: check.code, detail: { fr: check.detail, en: check.detail } }]);
};
