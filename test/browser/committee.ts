import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { done } from '../support/client.ts';
import { aContribution, anOpinion, caseOf } from '../support/editorial.ts';
import { browser, product } from './opened.ts';
import { signedInAt } from './sign-in.ts';
import { Visits } from './visits.ts';

const karim = 'karim.benali@demo.example';
const thierry = 'thierry.wattrelos@demo.example';
const ines = 'ines.marchetti@demo.example';
const bastien = 'bastien.caron@demo.example';
const nadia = 'nadia.oukacha@demo.example';
const solene = 'solene.lagarde@demo.example';
/** The path of the session that was planned. */
let session = '/comite/seances';
const title = 'Préparer le rendez-vous annuel avec la mairie, sur une page';

const aCase = async (fields: Record<string, unknown> = {}): Promise<{ id: string; contribution: string }> => {
  const { as, keys } = product;
  const { id: contribution } = await done(as(keys.network).post('contributions', aContribution({ title, ...fields })));
  const { id } = await caseOf(product, contribution);
  return { id, contribution };
};

/** The path of an item of the watch, once it was written. */
let item = '/veille';

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
    if (name.test(focused.replaceAll(/\s+/g, ' '))) return;
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
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Comité éditorial');
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByText('Il manque 3 avis').waitFor();
    await page.getByLabel('À propos de').selectOption('/summary');
    await page.getByLabel(/Votre message/).fill('Pour quelle taille de commune ?');
    await page.getByRole('button', { name: 'Ouvrir l’échange' }).click();
    await page.getByText('Pour quelle taille de commune').waitFor();
    await page.getByRole('link', { name: 'Donner mon avis' }).click();
    const give = page.getByRole('button', { name: 'Donner mon avis' });
    // The grid and what sends it are in sight together: nobody scrolls.
    const [grid, button] = [await page.locator('#criteria').boundingBox(), await give.boundingBox()];
    expect((grid?.y ?? 0) + (grid?.height ?? 800)).toBeLessThanOrEqual(button?.y ?? 0);
    expect((button?.y ?? 800) + (button?.height ?? 0)).toBeLessThanOrEqual(800);
    // Nothing is chosen yet: what is missing is named, and what was written stays.
    await page.getByLabel('Commentaire').fill('Simple, et tout de suite utile.');
    await give.click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Commentaire').inputValue()).toBe('Simple, et tout de suite utile.');
    const marks = ['Claire et lisible', 'Accessible', 'Testée sur le terrain', 'Vérifiée par un professionnel'];
    const actions = [
      () => page.getByRole('radio', { name: 'Favorable', exact: true }).check(),
      ...marks.map((name) => {
        const criterion = page.getByRole('radiogroup', { name });
        return () => criterion.getByRole('radio', { name: 'Rempli', exact: true }).check();
      }),
      () => give.click(),
    ];
    expect(actions.length).toBeLessThanOrEqual(6);
    for (const act of actions) await act();
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

describe('Later', () => {
  it('a network says that it took the resource up, and a reader how it served, once a member has read it', async () => {
    const resource = `/ressources/${product.resources.R01}`;
    const reader = await browser.newPage();
    await reader.goto(`${product.origin}${resource}/retour`);
    await reader.getByLabel(/Où l’avez-vous utilisée/).selectOption('DEP-37');
    await reader.getByRole('radio', { name: 'Très utile' }).check();
    await reader.getByLabel(/En quelques mots/).fill('Le questionnaire a fait gagner une soirée.');
    await reader.getByRole('button', { name: 'Envoyer' }).click();
    await reader.getByText('Merci.').waitFor();
    const context = await signedInAt(browser, product, thierry, '/comite/retours');
    const page = context.pages()[0] as Page;
    await page.getByRole('article').filter({ hasText: 'une soirée' }).getByRole('button', { name: 'Publier' }).click();
    await page.getByText('Le retour est publié.').waitFor();
    await page.goto(`${product.origin}${resource}/reprise`);
    await page.getByLabel(/Où/).selectOption('DEP-59');
    await page.getByLabel(/Ce que cela a donné/).fill('Douze associations accompagnées.');
    await page.getByRole('button', { name: 'Dire que nous l’avons reprise' }).click();
    await page.getByText('Douze associations accompagnées.').waitFor();
    await page.getByText('a fait gagner une soirée').waitFor();
    await context.close();
    await reader.close();
  });

  it('a member flags what is public after being asked why, and confirms it', async () => {
    const record = `/ressources/${product.resources.R03}/suivi`;
    const context = await signedInAt(browser, product, karim, record);
    const page = context.pages()[0] as Page;
    await page.getByRole('link', { name: 'Signaler une vérification en cours' }).click();
    await page.getByRole('button', { name: 'Signaler' }).click();
    await page.getByLabel(/Pourquoi/).fill('Un formulaire cité a changé.');
    await page.getByRole('button', { name: 'Signaler' }).click();
    await page.getByText('La vérification en cours est affichée.').waitFor();
    await page.getByRole('link', { name: 'Confirmer la ressource' }).click();
    await page.getByLabel(/Pourquoi/).fill('Le nouveau formulaire demande la même chose.');
    await page.getByRole('button', { name: 'Confirmer' }).click();
    await page.getByText('La ressource est confirmée.').waitFor();
    await context.close();
  });

  it('an objection leads to a session, where the chair records the votes', async () => {
    const { id } = await aCase({ title: 'Partager un local entre associations' });
    const context = await signedInAt(browser, product, karim, `/comite/dossiers/${id}/objection`);
    const page = context.pages()[0] as Page;
    await page.getByLabel(/Votre objection/).fill('Le bail type manque.');
    await page.getByRole('button', { name: 'Lever l’objection' }).click();
    await page.getByText('Votre objection est enregistrée').waitFor();
    await page.goto(`${product.origin}/comite/seances`);
    await page.getByText('Prévoir une séance').click();
    await page.getByLabel(/Début/).fill('2030-03-12T14:00');
    await page.getByLabel(/Fin/).fill('2030-03-12T16:00');
    await page.getByRole('button', { name: 'Prévoir la séance' }).click();
    await page.getByText('La séance est prévue').waitFor();
    session = new URL(page.url()).pathname;
    await page.getByRole('link', { name: /Enregistrer les votes : Partager un local/ }).click();
    for (const vote of (await page.getByRole('radio', { name: 'Favorable', exact: true }).all()).slice(0, 6))
      await vote.check();
    await page.getByRole('button', { name: 'Enregistrer les votes' }).click();
    await page.getByText('le dossier est décidé').waitFor();
    await page.getByRole('link', { name: 'Compte rendu' }).click();
    await page.getByText('Le bail type manque.').waitFor();
    await context.close();
  });

  it('an operator sees what other rules would have changed, and puts them in force for everybody to read', async () => {
    const context = await signedInAt(browser, product, nadia, '/exploitation/regles');
    const page = context.pages()[0] as Page;
    await page.getByLabel('Avis', { exact: true }).first().fill('4');
    await page.getByRole('button', { name: 'Voir ce que cela aurait changé' }).click();
    await page.getByRole('heading', { name: 'Ce que cela aurait changé' }).waitFor();
    await page.getByLabel(/Pourquoi ce changement/).fill('Un avis de plus, pour mieux partager.');
    await page.getByRole('button', { name: 'Mettre ces règles en vigueur' }).click();
    await page.getByText('Les nouvelles règles sont enregistrées.').waitFor();
    await page.goto(`${product.origin}/regles`);
    await page.getByText('Un avis de plus, pour mieux partager.').first().waitFor();
    expect(await page.locator('.rules').textContent()).toMatch(/4\s+avis de 3\s+collèges/);
    const download = page.waitForEvent('download');
    await page.goto(`${product.origin}/exploitation/regles`);
    await page.getByRole('link', { name: /Journal des actions/ }).click();
    expect((await download).suggestedFilename()).toBe('essaim-journal.ndjson');
    await context.close();
  });

  it('a professional reads a version through', async () => {
    const { id } = await aCase({ title: 'Tenir ses comptes à deux' });
    const context = await signedInAt(browser, product, ines, '/relectures');
    const page = context.pages()[0] as Page;
    await page.getByRole('link', { name: 'Relire : Tenir ses comptes à deux' }).click();
    await page.getByLabel(/Périmètre/).fill('Aspects comptables.');
    await page.getByRole('button', { name: 'Enregistrer ma relecture' }).click();
    await page.getByText(/Relue par\s*: expert-comptable \(tiers\)/).waitFor();
    expect(page.url()).toContain(`/comite/dossiers/${id}`);
    await context.close();
  });
});

describe('A watch editor in the browser', () => {
  it('writes an item down, finds it by the keyboard, tries a rule on it and hands it to the committee', async () => {
    const context = await signedInAt(browser, product, bastien, '/veille/saisie');
    const page = context.pages()[0] as Page;
    for (const name of ['Un décret sur les subventions', 'Un autre décret sur les subventions']) {
      await page.goto(`${product.origin}/veille/saisie`);
      await page.getByLabel(/^Titre/).fill(name);
      await page.getByLabel('Texte').fill('Il entre en vigueur demain.');
      await page.locator('#url').fill(`https://site.example/${name.length}`);
      await page.locator('#family').selectOption('legal-watch');
      await page.getByRole('button', { name: 'Mettre sur le bureau' }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
    item = new URL(page.url()).pathname;
    await page.goto(`${product.origin}/veille/regles`);
    await page.getByLabel(/^Nom/).fill('Subventions');
    await page.getByLabel('Quand elle parle de').fill('subvention');
    await page.getByLabel('L’étiqueter').fill('argent');
    await page.getByRole('button', { name: 'Essayer' }).click();
    await page.getByText(/2\s+informations sur/).waitFor();
    await page.getByRole('button', { name: 'Mettre en service' }).click();
    await page.getByText('La règle s’applique à ce qui arrive.').waitFor();
    await page.goto(`${product.origin}/veille`);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = await page.evaluate<string>('document.activeElement.textContent');
    await page.keyboard.press('r');
    await page.getByRole('heading', { level: 1, name: 'Retenir' }).waitFor();
    await page.getByText(second.trim()).first().waitFor();
    await page.locator('#licence').selectOption('etalab-2.0');
    await page.getByText('Thèmes, publics, territoires, textes cités').click();
    await page.locator('#themes-subventions').check();
    await page.getByLabel(/Pourquoi est-ce urgent/).fill('Il entre en vigueur demain.');
    await page.getByRole('button', { name: 'Transmettre au comité' }).click();
    await page.getByText('L’information est devant le comité éditorial.').waitFor();
    await page.goto(`${product.origin}/veille?statut=in-review`);
    await page.getByRole('link', { name: second.trim(), exact: true }).waitFor();
    await context.close();
  });
});

describe('A page of the committee', () => {
  const visits = new Map<string, Visits>();
  let open: { id: string; contribution: string };
  /** The paths of what a text of the demonstration changes, and of that text on the desk. */
  let impact: string;
  let law: string;
  beforeAll(async () => {
    const { items } = await done(product.as(product.keys.committee[0] as string).get('impacts'));
    const [{ id, itemId }] = items.filter(({ level }: { level: string }) => level === 'certain');
    impact = `/comite/textes/${id}`;
    law = `/veille/informations/${itemId}`;
    open = await aCase({ title: 'Tenir une permanence associative à plusieurs' });
    for (const [email, path] of [
      [karim, '/comite'],
      [ines, '/relectures'],
      [nadia, '/exploitation/regles'],
      [solene, '/animation'],
      [bastien, '/veille'],
    ] as const) {
      const context = await signedInAt(browser, product, email, path);
      visits.set(email, new Visits(browser, product.origin, await context.storageState()));
      await context.close();
    }
  });
  const resource = () => `/ressources/${product.resources.R02}`;

  const pages: readonly (readonly [name: string, path: () => string, who?: string, status?: number])[] = [
    ['the queue', () => '/comite'],
    ['a case', () => `/comite/dossiers/${open.id}`],
    ['an opinion', () => `/comite/dossiers/${open.id}/avis`],
    ['a recusal', () => `/comite/dossiers/${open.id}/recusation`],
    ['giving a case to another', () => `/comite/dossiers/${open.id}/confier`],
    ['a case that is none', () => '/comite/dossiers/none', karim, 404],
    ['the sessions', () => '/comite/seances'],
    ['a session', () => session],
    ['the minutes', () => `${session}/compte-rendu`],
    ['the requests', () => '/comite/demandes'],
    ['the feedback', () => '/comite/retours'],
    ['texts that change', () => '/comite/textes'],
    ['what a text changes', () => impact],
    ['a judgement of it', () => `${impact}/sans-incidence`],
    ['the record of a resource', () => `${resource()}/suivi`],
    ['an adoption', () => `${resource()}/reprise`],
    ['a field report', () => `${resource()}/retour`],
    ['the trials', () => `${resource()}/essais`],
    ['a resource, for whoever is signed in', resource],
    ['the desk of the watch', () => '/veille', bastien],
    ['an item of the watch', () => item, bastien],
    ['a choice', () => `${item}/retenir`, bastien],
    ['a dismissal', () => `${item}/ecarter`, bastien],
    ['a merger', () => `${item}/reunir`, bastien],
    ['the texts of an item', () => `${law}/textes`, bastien],
    ['an item that changes texts', () => law, bastien],
    ['a capture', () => '/veille/saisie', bastien],
    ['the sources', () => '/veille/sources', bastien],
    ['the rules of the watch', () => '/veille/regles', bastien],
    ['the desk, for others', () => '/veille', karim, 403],
    ['what a professional may read', () => '/relectures', ines],
    ['a verification', () => `/relectures/${open.id}`, ines],
    ['a page for others', () => '/exploitation/regles', ines, 403],
    ['the rules, for an operator', () => '/exploitation/regles', nadia],
    ['a new committee', () => '/exploitation/comites/nouveau', nadia],
    ['the networks, for an operator', () => '/exploitation/reseaux', nadia],
    ['the card of a network', () => '/animation/reseaux/mda-estuaire/fiche', solene],
    ['a new meeting', () => '/animation/reseaux/mda-estuaire/reunions/nouvelle', solene],
    ['who may contribute', () => '/exploitation/production', nadia],
  ];

  // Jest takes a missing argument for its own callback: each row is whole.
  const rows = pages.map(([name, path, who = karim, status = 200]) => ({ name, path, who, status }));

  it.each(rows)('$name: sound, wide and narrow, light and dark, with script and without', async (row) => {
    const { path, who, status } = row;
    expect(await visits.get(who)?.faultsOf(path(), status)).toEqual([]);
  });
});
