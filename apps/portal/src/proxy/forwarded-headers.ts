type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What the service behind should know of the request that reached the portal. */
export interface Forwarded {
  readonly clientIp: string;
  readonly protocol: string;
  readonly host: string;
  readonly traceparent: string | undefined;
  readonly hasBody: boolean;
}

/** RFC 9110 §7.6.1: they concern one connection. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
];

/** Never let in from outside. */
const notFromOutside = new Set([
  ...hopByHop,
  // Gives a demonstration another date: its own start command may say it, straight to a service.
  'essaim-at',
  // Our cookies are for our pages: the API takes keys and tokens alone, so that no other site can use it in somebody's name.
  'cookie',
  // Node answered it already.
  'expect',
  // The portal alone says who is in front of it.
  'forwarded',
  'x-real-ip',
]);

/** `set-cookie`: this origin's cookies are the portal's alone. */
const notToOutside = new Set([...hopByHop, 'set-cookie']);

const listedIn = (connection: string | string[] | undefined): string[] =>
  String(connection ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());

/** The headers of a request, as the service behind gets them. */
export const forwardedHeaders = (headers: Headers, forwarded: Forwarded): Record<string, string | string[]> => {
  const listed = listedIn(headers.connection);
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || notFromOutside.has(name) || name.startsWith('x-forwarded-') || listed.includes(name))
      continue;
    if (name === 'content-length' && !forwarded.hasBody) continue;
    kept[name] = value;
  }
  kept['x-forwarded-for'] = forwarded.clientIp;
  kept['x-forwarded-proto'] = forwarded.protocol;
  kept['x-forwarded-host'] = forwarded.host;
  if (forwarded.traceparent) kept.traceparent = forwarded.traceparent;
  return kept;
};

/** The headers of a service's answer, as the client gets them. */
export const answeredHeaders = <Given extends Headers>(headers: Given): Given => {
  const listed = listedIn(headers.connection);
  const kept = Object.entries(headers).filter(([name]) => !notToOutside.has(name) && !listed.includes(name));
  return Object.fromEntries(kept) as Given;
};
