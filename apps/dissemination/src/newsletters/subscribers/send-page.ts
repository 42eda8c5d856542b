import type { FastifyReply } from 'fastify';

/** Sends a page whose address holds a token: kept by no cache, told to nobody. */
export const sendPage = async (reply: FastifyReply, status: number, body: string): Promise<void> => {
  await reply
    .status(status)
    .headers({
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      // The address holds a token: it goes nowhere else.
      'referrer-policy': 'no-referrer',
    })
    .type('text/html; charset=utf-8')
    .send(body);
};
