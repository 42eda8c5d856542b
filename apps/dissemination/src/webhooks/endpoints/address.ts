import type { SecretBox } from '#persistence';
import type { Endpoint } from './endpoint.ts';
import { type EndpointFormat, isChat } from './endpoint-format.ts';

/** An address as it is kept: that of a chat lets anybody who knows it write there, so it is sealed, and shown in part. */
export const keptAddress = (
  url: string,
  format: EndpointFormat,
  box: SecretBox,
): Pick<Endpoint, 'url' | 'sealedUrl'> =>
  isChat(format) ? { url: masked(url), sealedUrl: box.seal(url) } : { url, sealedUrl: null };

/** The whole address, in the clear. */
export const addressOf = ({ url, sealedUrl }: Pick<Endpoint, 'url' | 'sealedUrl'>, box: SecretBox): string =>
  sealedUrl ? box.open(sealedUrl) : url;

/** « https://hooks.slack.com/services/…/…1a2B ». */
export const masked = (url: string): string => {
  const { origin, pathname, search } = new URL(url);
  const [first] = pathname.split('/').filter(Boolean);
  const rest = `${pathname}${search}`;
  return `${origin}/${first && rest.length > first.length + 12 ? `${first}/` : ''}…${rest.slice(-4)}`;
};
