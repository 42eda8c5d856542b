import { describe, expect, it } from 'vitest';
import { countedAddress, truncatedAddress } from './network-address.ts';

describe('An address', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0/24', '192.0.2.77/32'],
    ['::ffff:192.0.2.77', '192.0.2.0/24', '192.0.2.77/32'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48', '2001:db8:1:2::/64'],
    ['not an address', 'inconnue', 'unknown'],
  ])('%s is kept as %s, and counted as %s', (ip, kept, counted) => {
    expect(truncatedAddress(ip)).toBe(kept);
    expect(countedAddress(ip)).toBe(counted);
  });
});
