import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { done } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { browser, product, visits } from './opened.ts';
import { Visits } from './visits.ts';

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

/** @param before how many mails they had when they asked: an earlier link is used up. */
const linkFor = (email: string, before: number): Promise<string> =>
  eventually(() => {
    const text = product.mails.to(email).slice(before).at(-1)?.text ?? '';
    const link = /https?:\/\/\S+\/connexion\/\S+/.exec(text)?.[0];
    if (!link) throw new Error(`no link came to ${email}`);
    return link;
  });

const signIn = async (page: Page, email: string): Promise<void> => {
  await page.context().clearCookies();
  await page.goto(`${product.origin}/connexion`);
  await page.getByLabel(/Adresse électronique/).fill(email);
  const before = product.mails.to(email).length;
  await page.keyboard.press('Enter');
  await page.waitForURL('**/lien-envoye');
  await page.goto(await linkFor(email, before));
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

describe('A facilitator', () => {
  const title = 'Extranet du réseau';
  const got: { type: string; data: { id: string } }[] = [];
  let url = '';
  let endpoint = '';
  /** Theirs, once they are signed in. */
  let own: Visits;

  beforeAll(async () => {
    const tool = createServer(async (request, response) => {
      got.push(JSON.parse(await text(request)));
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => tool.listen(0, '127.0.0.1', resolve));
    product.closesWithUs(async () => void tool.close());
    url = `http://127.0.0.1:${(tool.address() as AddressInfo).port}/essaim`;
  });

  it('links a tool of the network with the filter that they look at, and fills it', async () => {
    const page = await visits.tab();
    await signIn(page, 'solene.lagarde@demo.example');
    own = new Visits(browser, product.origin, await page.context().storageState());
    await page.goto(`${product.origin}/abonnement?theme=gouvernance`);
    await page.getByRole('link', { name: 'Relier un outil avec ce filtre' }).click();
    await page.getByLabel(/^Adresse/).fill('https://10.0.0.1/');
    await page.getByRole('button', { name: 'Relier cet outil' }).click();
    await page.getByRole('link', { name: /réseau privé/ }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Gouvernance' }).isChecked()).toBe(true);
    await page.getByLabel(/^Adresse/).fill(url);
    await page.getByLabel(/^Nom/).fill(title);
    await page.getByRole('button', { name: 'Relier cet outil' }).click();
    await page.getByText(/^whsec_/).waitFor();
    await eventually(() => expect(got.map(({ type }) => type)).toEqual(['ping']));
    await page.goto(`${product.origin}/animation`);
    await page
      .getByRole('link', { name: /^Webhooks/ })
      .first()
      .click();
    await page.getByRole('link', { name: title }).click();
    await page.getByText('Actif', { exact: true }).waitFor();
    endpoint = new URL(page.url()).pathname;
    await page.getByLabel(/^Depuis le/).fill('2020-01-01');
    await page.getByRole('button', { name: 'Rattraper' }).click();
    await page.getByText('Le rattrapage est en route').waitFor();
    await eventually(() => expect(got.filter(({ type }) => type === 'resource.published').length).toBeGreaterThan(2));
    await page.close();
  });

  it('tries each type, replaces the secret, pauses, and finds in the log what to send again', async () => {
    const page = await own.tab({ script: false });
    await page.goto(product.origin + endpoint);
    await page.getByLabel(/^Événement/).selectOption('resource.withdrawn');
    await page.getByRole('button', { name: 'Envoyer l’exemple' }).click();
    await eventually(() => expect(got.at(-1)?.type).toBe('resource.withdrawn'));
    await page.getByRole('button', { name: 'Changer le secret' }).click();
    await page.getByText(/^whsec_/).waitFor();
    await page.getByText(/L’ancien secret signe encore/).waitFor();
    await page.getByRole('link', { name: 'Journal des envois' }).click();
    await page.getByLabel(/^Événement/).selectOption('resource.withdrawn');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await page.getByText('1 envoi', { exact: true }).waitFor();
    const count = got.length;
    await page.getByRole('button', { name: /^Renvoyer/ }).click();
    await page.getByText('L’envoi repart').waitFor();
    await eventually(() => expect(got).toHaveLength(count + 1));
    await page.goto(`${product.origin}${endpoint}/modifier`);
    await page.getByLabel(/^Nom/).fill('Extranet');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Extranet' }).waitFor();
    await page.getByRole('button', { name: 'Mettre en pause' }).click();
    await page.getByText('En pause', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Reprendre les envois' }).click();
    await page.getByText('Actif', { exact: true }).waitFor();
    await page.close();
  });

  it('sees sound pages, wide and narrow, light and dark, with script and without', async () => {
    const list = endpoint.replace(/\/[^/]+$/, '');
    for (const path of [list, `${list}/nouveau?theme=emploi&territory=DEP-59`, endpoint, `${endpoint}/envois`]) {
      expect([path, await own.faultsOf(path)]).toEqual([path, []]);
    }
  });
});
