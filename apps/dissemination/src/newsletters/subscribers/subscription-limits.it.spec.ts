import { describe, expect, it } from 'vitest';
import { SecretBox } from '#persistence';
import { mongoForThisFile } from '../../../../../test/support/engines.ts';
import { SubscriptionLimits } from './subscription-limits.ts';

const now = new Date('2026-11-24T09:10:00Z');

describe('Asking for mail again and again', () => {
  const { aDatabase } = mongoForThisFile();
  const box = new SecretBox(Buffer.alloc(32, 7).toString('base64'));
  const inProduction = () =>
    aDatabase((database) => new SubscriptionLimits(database, box, { mode: 'production', origin: '' }));
  const domains = (count: number) => Array.from({ length: count }, (_, n) => `a@d${n}.example`);

  it('from one place is refused after a while, and allowed again in the next hour', async () => {
    const limits = await inProduction();
    const asker = { ip: '192.0.2.1', isUnproven: false };
    for (const email of domains(30)) await limits.countRequest(asker, email, now);
    const refused = { status: 429, headers: { 'retry-after': '3000' } };
    await expect(limits.countRequest(asker, 'a@other.example', now)).rejects.toMatchObject(refused);
    await limits.countRequest({ ...asker, ip: '192.0.2.2' }, 'a@other.example', now);
    await limits.countRequest(asker, 'a@other.example', new Date('2026-11-24T10:00:00Z'));
  });

  it('from the machines of one home counts as from one', async () => {
    const limits = await inProduction();
    for (const [n, email] of domains(30).entries()) {
      await limits.countRequest({ ip: `2001:db8:1:2::${n}`, isUnproven: false }, email, now);
    }
    const another = { ip: '2001:db8:1:2:ffff::9', isUnproven: false };
    await expect(limits.countRequest(another, 'a@other.example', now)).rejects.toMatchObject({ status: 429 });
  });

  it('by forms that bring no work is refused sooner', async () => {
    const limits = await inProduction();
    const asker = { ip: '192.0.2.1', isUnproven: true };
    for (const email of domains(5)) await limits.countRequest(asker, email, now);
    await expect(limits.countRequest(asker, 'a@other.example', now)).rejects.toMatchObject({ status: 429 });
    await limits.countRequest({ ...asker, isUnproven: false }, 'a@other.example', now);
  });

  it('for one domain is refused wherever it comes from', async () => {
    const limits = await inProduction();
    const from = (n: number) => ({ ip: `198.51.${n % 200}.${n % 7}`, isUnproven: false });
    for (let n = 0; n < 500; n += 1) await limits.countRequest(from(n), `a${n}@Big.example`, now);
    await expect(limits.countRequest(from(501), 'b@big.example', now)).rejects.toMatchObject({ status: 429 });
  });
});
