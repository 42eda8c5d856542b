import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { done } from '../support/client.ts';
import { aContribution, anOpinion, caseOf } from '../support/editorial.ts';
import { productForThisFile } from '../support/product.ts';
import { launchBrowser } from './find-browser.ts';
import { signedInAt } from './sign-in.ts';
import { Visits } from './visits.ts';

const product = productForThisFile();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const karim = 'karim.benali@demo.example';
const thierry = 'thierry.wattrelos@demo.example';
const title = 'Préparer le rendez-vous annuel avec la mairie, sur une page';

const aCase = async (fields: Record<string, unknown> = {}): Promise<{ id: string; contribution: string }> => {
  const { as, keys } = product;
  const { id: contribution } = await done(as(keys.network).post('contributions', aContribution({ title, ...fields })));
  const { id } = await caseOf(product, contribution);
  return { id, contribution };
};

/** Presses Tab until what has the focus is named so. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  for (let times = 0; times < 150; times += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(`(() => {
      const at = document.activeElement;
      const group = at.closest('[role="radiogroup"], fieldset');
      const named = group?.querySelector('p, legend')?.textContent ?? '';
      return [at.type === 'radio' ? named : '', at.labels?.[0]?.textContent ?? at.textContent].join(' ').trim();
    })()`);
    if (name.test(focused.replaceAll('\u00a0', ' '))) return;
  }
  throw new Error(`Tab never came to ${name}`);
};

describe('A committee in the browser', () => {
  let subject: { id: string; contribution: string };
  beforeAll(async () => {
    subject = await aCase();
  });

  it('finds the case first in the queue, and gives an opinion on one screen', async () => {
    const context = await signedInAt(browser, product, karim, '/comite');
    const page = context.pages()[0] as Page;
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Comité éditorial');
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByText('Il manque 3 avis').waitFor();
    await page.getByLabel('À propos de').selectOption('/summary');
    await page.getByLabel(/Votre message/).fill('Pour quelle taille de commune ?');
    await page.getByRole('button', { name: 'Ouvrir l’échange' }).click();
    await page.getByText('Pour quelle taille de commune').waitFor();
    await page.getByRole('link', { name: 'Donner mon avis' }).click();
    // Nothing is chosen yet: what is missing is named, and what was written stays.
    await page.getByLabel('Commentaire').fill('Simple, et tout de suite utile.');
    await page.getByRole('button', { name: 'Donner mon avis' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Commentaire').inputValue()).toBe('Simple, et tout de suite utile.');
    await page.getByRole('radio', { name: 'Favorable', exact: true }).check();
    for (const criterion of [
      'Claire et lisible',
      'Accessible',
      'Testée sur le terrain',
      'Vérifiée par un professionnel',
    ])
      await page
        .getByRole('radiogroup', { name: criterion })
        .getByRole('radio', { name: 'Rempli', exact: true })
        .check();
    await page.getByRole('button', { name: 'Donner mon avis' }).click();
    await page.getByRole('status').getByText('Votre avis est enregistré.').waitFor();
    await page.getByText('Il manque 2 avis').waitFor();
    await context.close();
  });

  it('opens a prefilled form from a mail, which gives nothing by itself', async () => {
    const context = await signedInAt(
      browser,
      product,
      karim,
      `/comite/dossiers/${subject.id}/avis?recommandation=decline`,
    );
    const page = context.pages()[0] as Page;
    expect(await page.getByRole('radio', { name: 'Défavorable' }).isChecked()).toBe(true);
    const { opinions } = await done(product.as(product.keys.committee[0] as string).get(`cases/${subject.id}`));
    expect(opinions).toMatchObject([{ recommendation: 'approve' }]);
    await context.close();
  });

  it('publishes with the third opinion, given with the keyboard alone and without script', async () => {
    await done(product.as(product.keys.committee[1] as string).post(`cases/${subject.id}/opinions`, anOpinion()));
    const context = await signedInAt(browser, product, thierry, '/comite', { javaScriptEnabled: false });
    const page = context.pages()[0] as Page;
    await tabTo(page, new RegExp(`^Donner mon avis : ${title}`));
    await page.keyboard.press('Enter');
    await page.getByText('Recommandation').waitFor();
    await tabTo(page, /^Recommandation Favorable/);
    await page.keyboard.press('Space');
    for (const criterion of ['Claire et lisible', 'Accessible', 'Testée sur le terrain', 'Vérifiée']) {
      await tabTo(page, new RegExp(`^${criterion}.*Rempli`));
      await page.keyboard.press('Space');
    }
    await tabTo(page, /^Donner mon avis$/);
    await page.keyboard.press('Enter');
    await page.getByText('le dossier est décidé').waitFor();
    await context.close();
    const open = await browser.newPage();
    await open.goto(`${product.origin}/ressources/${subject.contribution}`);
    await open
      .getByText(/sur 3\s+avis/)
      .first()
      .waitFor();
    expect(await open.locator('#motifs').textContent()).toBe('Pourquoi elle est publiée');
    await open.close();
  });

  it('is only for its members', async () => {
    const context = await signedInAt(browser, product, 'erwan.le-goff@demo.example', '/comite');
    const page = context.pages()[0] as Page;
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Accès réservé');
    await context.close();
  });
});

describe('A page of the committee', () => {
  let visits: Visits;
  let open: { id: string; contribution: string };
  beforeAll(async () => {
    open = await aCase({ title: 'Tenir une permanence associative à plusieurs' });
    const context = await signedInAt(browser, product, karim, '/comite');
    visits = new Visits(browser, product.origin, await context.storageState());
    await context.close();
  });

  const pages: readonly (readonly [name: string, path: () => string, status?: number])[] = [
    ['the queue', () => '/comite'],
    ['a case', () => `/comite/dossiers/${open.id}`],
    ['an opinion', () => `/comite/dossiers/${open.id}/avis`],
    ['a recusal', () => `/comite/dossiers/${open.id}/recusation`],
    ['a case that is none', () => '/comite/dossiers/none', 404],
  ];

  it.each(pages)('%s is sound, wide and narrow, light and dark, with script and without', async (_, path, status) => {
    expect(await visits.faultsOf(path(), status)).toEqual([]);
  });
});
