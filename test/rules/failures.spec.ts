import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** How others lost, doubled or confused what they sent: each is a story with a number, and at least one test bears it. */
const failures = [...range(1, 32), 57].map((number) => `F${String(number).padStart(2, '0')}`);

const titles = ['apps', 'libs', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'failures.spec.ts')
    .flatMap((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n'))
    .filter((line) => /\bF\d\d\b/.test(line) && /['"`]/.test(line)),
);

describe('A failure that others had', () => {
  it.each(failures)('and is called %s has a test here', (number) => {
    expect(titles.some((title) => new RegExp(`\\b${number}\\b`).test(title))).toBe(true);
  });
});
