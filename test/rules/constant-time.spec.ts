import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(
      (entry) => entry.isFile() && /(?<!spec)\.ts$/.test(entry.name) && !/\/test$|\/test\//.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name)),
);

/** A comparison that ends at the first byte that differs tells how many were right. Absence may be asked for. */
const compared =
  /(?<!typeof )\b\w*(?:signature|secret|hmac|digest|mac)\w*(?:\(\))?\s*[!=]==?(?!=)(?!\s*(?:undefined\b|null\b|'|"|`|\d))|(?<!typeof \w+\s*)[!=]==?\s*\w*(?:signature|hmac|secret)\w*\b/i;

describe('A signature or a secret', () => {
  it('is compared in constant time, never with === (F23)', () => {
    expect(sources.length).toBeGreaterThan(200);
    const found = sources.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          compared.test(line) ? [`${file.slice(root.length)}:${index + 1} ${line.trim()}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });

  it.each(['signature === expected', 'given !== secret', 'hmac(body) == signature'])(
    'as in « %s » is found',
    (line) => {
      expect(compared.test(line)).toBe(true);
    },
  );

  it.each(['secret === undefined', "typeof signature === 'string'", 'secret.length !== 43'])(
    '« %s » is none',
    (line) => {
      expect(compared.test(line)).toBe(false);
    },
  );
});
