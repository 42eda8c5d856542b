import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { done } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';
import { launchBrowser } from './find-browser.ts';
import { Visits } from './visits.ts';

const product = productForThisFile();
let browser: Browser;
let visits: Visits;

beforeAll(async () => {
  browser = await launchBrowser();
  visits = new Visits(browser, product.origin);
});
afterAll(() => browser?.close());

/** Somebody whom their network has just invited. */
const aNewContributor = async (): Promise<string> => {
  const email = `nouvelle.${Math.random().toString(36).slice(2, 8)}@reseau.example`;
  const facilitator = product.as(product.keys.facilitator);
  const { networks } = await done(facilitator.get('me'));
  await done(
    facilitator.post(`networks/${networks[0].id}/members`, { name: 'Nour Nouvelle', email, roles: ['contributor'] }),
  );
  return email;
};

const linkFor = (email: string): Promise<string> =>
  eventually(() => {
    const text = product.mails.to(email).at(-1)?.text ?? '';
    const link = /https?:\/\/\S+\/connexion\/\S+/.exec(text)?.[0];
    if (!link) throw new Error(`no link came to ${email}`);
    return link;
  });

const signIn = async (page: Page, email: string): Promise<void> => {
  await page.context().clearCookies();
  await page.goto(`${product.origin}/connexion`);
  await page.getByLabel(/Adresse électronique/).fill(email);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/lien-envoye');
  await page.goto(await linkFor(email));
  await page.getByRole('button', { name: /connect/i }).click();
  await page.waitForURL('**/moi');
};

/** Counts what a person does: a click, a key, a field filled in. */
class Hands {
  count = 0;

  constructor(private readonly page: Page) {}

  async fill(label: RegExp, words: string): Promise<void> {
    await this.act(() => this.page.getByLabel(label).first().fill(words));
  }
  async choose(label: RegExp, option: string): Promise<void> {
    await this.act(() => this.page.getByLabel(label).first().selectOption({ label: option }));
  }
  async tick(name: string): Promise<void> {
    // With the space bar, as a keyboard does.
    await this.act(() => this.page.getByRole('checkbox', { name }).press('Space'));
  }
  async press(name: string): Promise<void> {
    await this.act(() => this.page.getByRole('button', { name, exact: true }).press('Enter'));
  }
  async follow(name: string): Promise<void> {
    await this.act(() => this.page.getByRole('link', { name }).first().press('Enter'));
  }

  private async act(deed: () => Promise<unknown>): Promise<void> {
    this.count += 1;
    await deed();
  }
}

const contributeFirst = async (page: Page, title: string): Promise<number> => {
  const hands = new Hands(page);
  await hands.follow('Contribuer une ressource');
  await hands.fill(/^Titre/, title);
  await hands.fill(/^Résumé/, 'Pour préparer, tenir et relater une assemblée générale à distance, pas à pas.');
  await hands.choose(/^Famille/, 'Ressources documentaires, médias et outils');
  await hands.choose(/^Format/, 'Guide');
  await hands.press('Commencer');
  await page.getByRole('heading', { level: 1, name: 'Le contenu' }).waitFor();
  await hands.choose(/^Nature de l’outil/, 'Outil méthodologique');
  await hands.fill(/^Comment s’en servir/, 'Lire le guide.\nRemplir le modèle.\nLe faire relire.');
  await hands.fill(/^Adresse 1/, 'https://reseau.example/guide.pdf');
  await hands.press('Continuer');
  await page.getByRole('heading', { level: 1, name: 'Pour qui, pour quoi' }).waitFor();
  await hands.tick('Gouvernance');
  await hands.tick('Dirigeants bénévoles');
  await hands.tick('Accompagner');
  await hands.tick('Gagner du temps');
  await hands.press('Continuer');
  await page.getByRole('heading', { level: 1, name: 'Les territoires' }).waitFor();
  await page
    .getByLabel(/Où a-t-elle été testée/)
    .first()
    .waitFor();
  await hands.choose(/Où a-t-elle été testée.*territoire 1/, 'Gironde');
  await hands.press('Continuer');
  await page.getByRole('heading', { level: 1, name: 'Le partage' }).waitFor();
  await hands.choose(/^Licence/, 'Licence Ouverte 2.0');
  await hands.press('Continuer');
  await page.getByText('Tout y est.').waitFor();
  await hands.press('Accepter la charte et envoyer');
  await page.getByText('C’est envoyé.').waitFor();
  return hands.count;
};

describe('A new contributor', () => {
  it.each([true, false])(
    'hands in a first resource in at most 25 actions, by the keyboard; script: %s',
    async (script) => {
      const page = await visits.tab({ width: script ? 1280 : 360, script });
      await signIn(page, await aNewContributor());
      await page.goto(`${product.origin}/contributions`);
      expect(await contributeFirst(page, `Tenir une assemblée à distance, ${script}`)).toBeLessThanOrEqual(25);
      await page.close();
    },
  );

  it('is shown to the facilitator, who returns it with a reason that its author reads', async () => {
    const page = await visits.tab();
    await signIn(page, 'solene.lagarde@demo.example');
    await page.goto(`${product.origin}/animation/cadrage`);
    await page.getByRole('checkbox', { name: 'Tenir une assemblée à distance, true' }).check();
    await page.getByRole('button', { name: 'Renvoyer avec ce motif' }).click();
    await page.getByText('Dites pourquoi').waitFor();
    await page.getByRole('checkbox', { name: 'Tenir une assemblée à distance, true' }).check();
    await page.getByLabel(/^Motif/).fill('Précisez à qui le guide s’adresse.');
    await page.getByRole('button', { name: 'Renvoyer avec ce motif' }).click();
    await page.getByText('C’est fait.').waitFor();
    await page.goto(`${product.origin}/contributions`);
    await page.getByRole('link', { name: 'Tenir une assemblée à distance, true', exact: true }).click();
    await page.getByText('Précisez à qui le guide s’adresse.').first().waitFor();
    await page.close();
  });
});
