import type { Browser, BrowserContext } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import type { Product } from '../support/product.ts';

const linkIn = (text: string): string => /https?:\/\/\S+\/connexion\/\S+/.exec(text)?.[0] ?? '';

/** A browser of somebody's own, signed in from their mailbox; it stands at `path`. */
export const signedInAt = async (
  browser: Browser,
  product: Product,
  email: string,
  path: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<BrowserContext> => {
  const context = await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const before = product.mails.to(email).length;
  await page.goto(product.origin + path);
  await page.getByLabel(/Adresse électronique/).fill(email);
  await page.getByRole('button', { name: 'Recevoir un lien' }).click();
  const link = await eventually(() => {
    const [link] = product.mails
      .to(email)
      .slice(before)
      .map(({ text }) => linkIn(text))
      .filter(Boolean);
    if (!link) throw new Error(`no link came to ${email}`);
    return link;
  });
  await page.goto(link);
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await page.waitForURL(product.origin + path);
  return context;
};
