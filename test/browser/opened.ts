import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { productForThisFile } from '../support/product.ts';
import { launchBrowser } from './find-browser.ts';
import { Visits } from './visits.ts';

/** The product that all pages are looked at on. */
export const product = productForThisFile();
export let browser: Browser;
/** Of somebody who has not signed in. */
export let visits: Visits;

beforeAll(async () => {
  browser = await launchBrowser();
  visits = new Visits(browser, product.origin);
});
afterAll(() => browser?.close());
