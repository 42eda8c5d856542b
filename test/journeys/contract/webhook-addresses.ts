import { describe, expect, it } from 'vitest';
import type { Product } from '../../support/product.ts';
import { owner } from '../../support/tool.ts';
import { errorsOf } from './conventions.ts';

/** Private or reserved, however it is written; or no web address at all. */
const unreachable =
  `http://10.1.2.3/ http://192.168.1.1/hook http://169.254.169.254/latest/meta-data http://[::ffff:169.254.169.254]/ http://[fd00::1]/
  http://[64:ff9b::a00:1]/ http://100.64.0.1/ http://nas.local/ http://user:secret@127.0.0.1/ http://127.0.0.1:25/
  ftp://outil.example/ file:///etc/passwd javascript:alert(1) outil.example/hook`.split(/\s+/);

export const describeWebhookAddresses = (product: Product): void => {
  describe('an address for webhooks', () => {
    it.each(unreachable)('is not %s', async (url) => {
      const refused = errorsOf(await owner(product).post('webhook-endpoints', { url }));
      expect(Object.keys(refused)).toEqual(['/url']);
    });
  });
};
