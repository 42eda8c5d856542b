import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { linkTo } from '../support/mail-server.ts';
import { anAddress } from '../support/readers.ts';
import { browser, product, visits } from './opened.ts';

const open = async (path: string): Promise<Page> => {
  const page = await visits.tab();
  await page.goto(product.origin + path);
  return page;
};
const aResource = (code: string): string => `/ressources/${product.resources[code]}`;

describe('A page in a real browser', () => {
  /** The address of each page, and its status when that is no 200. A new page is added here. */
  const pages: readonly (readonly [name: string, path: () => string, status?: number])[] = [
    ['the home page', () => '/'],
    ['the search', () => '/ressources'],
    ['a search with filters', () => '/ressources?q=emploi&theme=emploi&territory=REG-32'],
    ['a search that finds nothing', () => '/ressources?q=zzzzzz&theme=emploi&territory=DEP-59'],
    ['a search that is not understood', () => '/ressources?theme=emplois'],
    ['a resource that was verified', () => aResource('R01')],
    ['an observation', () => aResource('R09')],
    ['the families', () => '/familles'],
    ['the networks', () => '/reseaux'],
    ['a network', () => '/reseaux/riva-hdf'],
    ['a request to join', () => '/reseaux/rejoindre'],
    ['the atlas', () => '/atlas'],
    ['the atlas of a place', () => '/atlas?territory=DEP-33'],
    ['a proposal without an account', () => '/proposer'],
    ['the news', () => '/actualites'],
    ['the calendar', () => '/agenda'],
    ['the letters', () => '/lettres'],
    ['a letter', () => '/lettres/2026-07'],
    ['the subscription', () => '/abonnement'],
    ['the subscription to a theme', () => '/abonnement?theme=emploi'],
    ['the subscription, once asked', () => '/abonnement/envoye'],
    ['the developers’ corner', () => '/developpeurs'],
    ['the guide', () => '/developpeurs/guide'],
    ['the events', () => '/developpeurs/evenements'],
    ['the rules of the committees', () => '/regles'],
    ['the committees', () => '/comites'],
    ['a field report', () => `${aResource('R02')}/retour`],
    ['the legal notice', () => '/mentions-legales'],
    ['the accessibility statement', () => '/accessibilite'],
    ['personal data', () => '/donnees-personnelles'],
    ['the site map', () => '/plan-du-site'],
    ['the design system', () => '/style'],
    ['an address that is none', () => '/nulle-part', 404],
    ['a link of a newsletter that is over', () => '/newsletters/confirm/nothing', 410],
  ];

  it.each(pages.map(([name, path, status]) => ({ name, path, status })))(
    '$name is sound, wide and narrow, light and dark, with script and without',
    async ({ path, status }) => {
      expect(await visits.faultsOf(path(), status)).toEqual([]);
    },
  );

  it('weighs less than 100 kB the first time', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) =>
      sizes.push(
        request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
      ),
    );
    await page.goto(product.origin, { waitUntil: 'networkidle' });
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    await context.close();
    expect(sizes.length).toBeGreaterThan(4);
    expect(total).toBeLessThan(100_000);
  });

  it('carries its data for machines, which the policy leaves alone', async () => {
    const page = await open(aResource('R01'));
    const data = await page.locator('script[type="application/ld+json"]').textContent();
    expect(JSON.parse(data ?? '')).toMatchObject({ '@context': 'https://schema.org', url: page.url() });
    await page.close();
  });

  it('prints without its menus', async () => {
    const page = await open(aResource('R01'));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.site-header nav, .site-footer, form').filter({ visible: true }).count()).toBe(0);
    expect(await page.locator('h1').isVisible()).toBe(true);
    await page.close();
  });
});

describe('A stranger', () => {
  it('finds a resource in three actions, and sees where it applies and why it is trusted', async () => {
    const page = await open('/');
    await page.getByRole('searchbox').fill('statuts');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Rédiger ses statuts/ }).click();
    const brief = await page.getByRole('list', { name: 'En bref' }).textContent();
    expect(brief?.replaceAll('\u00a0', ' ')).toMatch(
      /Applicable partout, sauf : Moselle, Bas-Rhin et Haut-Rhin.*comité éditorial : 3 avis de 3 collèges.*Relue par : avocat/s,
    );
    await page.close();
  });

  it('follows its theme by feed in two actions', async () => {
    const page = await open(aResource('R02'));
    await page.getByRole('link', { name: /Au thème .*Emploi associatif/ }).click();
    const feed = await page.getByRole('link', { name: 'RSS', exact: true }).getAttribute('href');
    expect(feed).toBe(`${product.origin}/feeds/resources.rss?theme=emploi`);
    expect(await (await fetch(feed ?? '')).text()).toContain('engagement associatif');
    await page.close();
  });

  it.each([true, false])('follows its theme by mail in three actions, script: %s', async (script) => {
    const page = await visits.tab({ width: 360, script });
    await page.goto(product.origin + aResource('R02'));
    const address = anAddress();
    await page.getByRole('link', { name: /Au thème .*Emploi associatif/ }).click();
    await page.getByLabel(/Votre adresse/).fill(address);
    await page.getByRole('button', { name: 'S’abonner' }).click();
    await page.getByText('Votre demande est enregistrée').waitFor();
    const mail = await product.mails.waitFor(address, '/newsletters/confirm/');
    await page.goto(linkTo(mail, 'confirm'));
    await page.getByRole('button', { name: 'Confirmer' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Votre abonnement est confirmé');
    await page.close();
  });

  it('is told what is wrong with an address, beside the field and before it', async () => {
    const page = await open('/abonnement?theme=emploi');
    await page.getByLabel(/Votre adresse/).fill('personne');
    await page.getByRole('button', { name: 'S’abonner' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('erreurs');
    await page.getByRole('alert').getByRole('link').press('Enter');
    const field = page.getByLabel(/Votre adresse/);
    expect(await field.inputValue()).toBe('personne');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(page.url()).toContain('theme=emploi');
    await page.close();
  });
});

describe('Searching', () => {
  it('shows results while one types, says how many, and keeps the way back', async () => {
    const page = await open('/ressources');
    const heading = page.locator('#total');
    const all = await heading.textContent();
    await page.getByRole('searchbox').pressSequentially('statuts');
    await eventually(async () => expect(await heading.textContent()).not.toBe(all));
    expect(new URL(page.url()).searchParams.get('q')).toBe('statuts');
    expect(await page.locator('#compte').textContent()).toBe(await heading.textContent());
    expect(await page.locator('mark').count()).toBeGreaterThan(0);
    expect(await page.evaluate('document.activeElement.id')).toBe('q');
    await page.goBack();
    await eventually(async () => expect(await heading.textContent()).toBe(all));
    await page.close();
  });

  it('narrows down by a facet, keeps the focus there, and takes the filter away again', async () => {
    const page = await open('/ressources');
    const all = await page.locator('#total').textContent();
    await page.getByRole('checkbox', { name: /Emploi associatif/ }).check();
    await page.getByRole('link', { name: /Thème.*Emploi associatif.*retirer/ }).waitFor();
    expect(await page.locator('#total').textContent()).not.toBe(all);
    expect(await page.evaluate('document.activeElement.id')).toBe('f-theme-emploi');
    await page.getByRole('link', { name: /Thème.*Emploi associatif.*retirer/ }).click();
    await eventually(async () => expect(await page.locator('#total').textContent()).toBe(all));
    await page.close();
  });

  it('helps whoever finds nothing', async () => {
    const page = await open('/ressources?q=zzzzzz&theme=emploi');
    await page.getByRole('link', { name: 'Sans « mots »' }).click();
    expect(await page.getByRole('article').count()).toBeGreaterThan(0);
    await page.close();
  });

  it('filters without script', async () => {
    const page = await visits.tab({ width: 360, script: false });
    await page.goto(`${product.origin}/ressources`);
    await page.getByText('Affiner la recherche').click();
    await page.getByRole('checkbox', { name: /Emploi associatif/ }).check();
    await page.getByRole('button', { name: 'Appliquer les filtres' }).click();
    expect(new URL(page.url()).searchParams.getAll('theme')).toEqual(['emploi']);
    expect(await page.getByRole('article').count()).toBeGreaterThan(0);
    await page.close();
  });
});

describe('The keyboard alone', () => {
  interface Focus {
    readonly name: string;
    readonly isBody: boolean;
    readonly isSeen: boolean;
    readonly isFooter: boolean;
  }

  const focused = (page: Page): Promise<Focus> =>
    page.evaluate(`(() => {
      const at = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const { top, bottom, width } = at.getBoundingClientRect();
      return {
        name: at.tagName + ' ' + at.textContent.trim().slice(0, 40),
        isBody: at === document.body,
        isSeen: outlineStyle !== 'none' && outlineWidth !== '0px' && width > 0 && bottom > 0 && top < innerHeight,
        isFooter: Boolean(at.closest('.site-footer')),
      };
    })()`);

  it.each(['/', '/ressources', '/abonnement?theme=emploi', '/style'])(
    'goes through %s, sees where it is, and gets out',
    async (path) => {
      const page = await open(path);
      await page.keyboard.press('Tab');
      expect((await focused(page)).name).toContain('Aller au contenu');
      let reached = false;
      for (let n = 0; n < 200 && !reached; n += 1) {
        await page.keyboard.press('Tab');
        const at = await focused(page);
        if (at.isBody) break;
        expect(at).toMatchObject({ isSeen: true });
        reached = at.isFooter;
      }
      expect(reached).toBe(true);
      await page.close();
    },
  );

  it('skips to the content', async () => {
    const page = await open('/familles');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true);
    await page.close();
  });

  it('opens the menu of a phone, and Escape closes it', async () => {
    const page = await visits.tab({ width: 360 });
    await page.goto(product.origin);
    const menu = page.locator('.site-nav-narrow summary');
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Agenda' }).first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await page.locator('.site-nav-narrow details').getAttribute('open')).toBeNull();
    expect(await page.evaluate('document.activeElement.matches(".site-nav-narrow summary")')).toBe(true);
    await page.close();
  });
});
