import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, done } from '../support/client.ts';
import { CookieBrowser } from '../support/cookie-browser.ts';
import { eventually } from '../support/eventually.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { productForThisFile } from '../support/product.ts';
import { expectProblem } from './contract/conventions.ts';

const provider = new IdentityProvider();
beforeAll(() => provider.start(() => `${product.origin}/connexion/oidc/retour`));
const product = productForThisFile({
  environment: () => ({
    submission: {
      ESSAIM_OIDC_ISSUER: provider.issuer,
      ESSAIM_OIDC_CLIENT_ID: IdentityProvider.clientId,
      ESSAIM_OIDC_CLIENT_SECRET: IdentityProvider.clientSecret,
      ESSAIM_OIDC_NAME: 'Compte d’essai',
    },
  }),
});
afterAll(() => provider.stop());

const solene = 'solene.lagarde@demo.example';
const within = 1_000;

const aBrowser = () => new CookieBrowser(product.origin);
const linkIn = (text: string): string => new URL(/https?:\/\/\S+\/connexion\/\S+/.exec(text)?.[0] ?? '').pathname;

/** The path of the link in the newest mail to somebody, once one more has come. */
const linkAskedFor = async (email: string, browser = aBrowser(), vers = ''): Promise<string> => {
  const before = product.mails.to(email).length;
  const answer = await browser.submit('/connexion', { email, vers });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/connexion/lien-envoye']);
  return eventually(() => {
    const [mail] = product.mails.to(email).slice(before);
    if (!mail) throw new Error(`no link came to ${email}`);
    return linkIn(mail.text);
  });
};

const signedIn = async (email: string): Promise<CookieBrowser> => {
  const browser = aBrowser();
  const { status } = await browser.submit(await linkAskedFor(email, browser));
  expect(status).toBe(303);
  return browser;
};

const sessionOf = ({ cookies }: CookieBrowser): string =>
  [...cookies.values()].find((it) => it.startsWith('ses_')) ?? '';
/** What the portal does: a session is changed for a token. */
const tokenOf = async (browser: CookieBrowser): Promise<string> =>
  (await done(product.anyone.post('sessions/token', { session: sessionOf(browser) }))).token;

const services = ['submission', 'editorial', 'watch', 'dissemination'];
const everywhere = (token: string) =>
  Promise.all(services.map(async (name) => (await product.as(token).get(`${name}/dead-letters`)).status));

const timeless = ({ status, text, headers }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => !/^(?:date|ratelimit|x-ratelimit)/.test(name)),
});

describe('Signing in by a link', () => {
  it('takes a look that changes nothing, then one click, once', async () => {
    const browser = aBrowser();
    const link = await linkAskedFor(solene, browser, '/ressources?theme=emploi');
    for (let looks = 0; looks < 3; looks += 1) {
      expect((await aBrowser().head(link)).status).toBe(200);
      const page = await browser.get(link);
      expect(page.status).toBe(200);
      expect(page.text).toContain('<button>Me connecter</button>');
      expect(page.headers.get('referrer-policy')).toBe('same-origin');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.getSetCookie()).toEqual([]);
    }
    const entered = await browser.submit(link);
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/ressources?theme=emploi']);
    const [cookie] = entered.headers.getSetCookie();
    expect(cookie).toMatch(/^essaim-session-\d+=ses_.*HttpOnly.*SameSite=Lax/);

    const again = await aBrowser().submit(link);
    expect(again.status).toBe(410);
    expect(again.text).toContain('Ce lien n’est plus valable');
    expect(again.headers.getSetCookie()).toEqual([]);
    expect((await browser.get('/connexion/lien-envoye')).text).toContain('Solène Lagarde');
  });

  it('makes one session of two clicks at once', async () => {
    const link = await linkAskedFor('erwan.le-goff@demo.example');
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await aBrowser().submit(link)).status));
    expect(statuses.sort()).toEqual([303, 410, 410, 410]);
  });

  it('answers an unknown address the same, and writes to nobody', async () => {
    const ask = (email: string) => aBrowser().submit('/connexion', { email });
    const known = await ask('claire.schneider@demo.example');
    const unknown = await ask('personne@ailleurs.example');
    expect(timeless(unknown)).toEqual(timeless(known));
    const asked = (email: string) => product.anyone.post('sign-in-links', { email });
    expect((await asked('personne@ailleurs.example')).text).toBe((await asked('claire.schneider@demo.example')).text);
    await eventually(() => expect(product.mails.to('claire.schneider@demo.example')).not.toEqual([]));
    expect(product.mails.to('personne@ailleurs.example')).toEqual([]);
  });

  it('comes once, though the mail server was away and submission was started again meanwhile', async () => {
    const email = 'paul-emile.renart@demo.example';
    await product.mails.stop();
    try {
      expect((await aBrowser().submit('/connexion', { email })).status).toBe(303);
      await product.services.submission.restart();
    } finally {
      await product.mails.start();
    }
    const { text } = await product.mails.waitFor(email, '/connexion/');
    expect((await aBrowser().submit(linkIn(text))).status).toBe(303);
    expect(product.mails.to(email)).toHaveLength(1);
  });

  it('comes with an invitation, and who is refused is told by the same way out', async () => {
    const operator = product.as(product.keys.operator);
    const member = { name: 'Inès Invitée', email: 'ines.invitee@demo.example', roles: ['contributor'] };
    expect((await operator.post('networks/etat-37/invitations', member)).status).toBe(201);
    const { text } = await product.mails.waitFor(member.email, 'vous y confie');
    const browser = aBrowser();
    expect(await browser.submit(linkIn(text))).toMatchObject({ status: 303 });
    expect((await browser.get('/moi')).text).toContain(member.name);

    const contact = { name: 'Zoé Demande', email: 'zoe.demande@demo.example' };
    const wanted = {
      name: 'Réseau de Zoé',
      actorType: 'federation',
      networkKind: 'sectoral',
      territories: ['DEP-37'],
      contact,
    };
    const { id } = await done(product.anyone.post('network-requests', wanted));
    await done(operator.post(`network-requests/${id}/refuse`, { reason: 'Ce réseau existe déjà sous un autre nom.' }));
    const refusal = await product.mails.waitFor(contact.email, 'Ce réseau existe déjà sous un autre nom.');
    expect(refusal.subject).toBe('Votre demande pour Réseau de Zoé');
  });

  it('shows in the form what is no address', async () => {
    const answer = await aBrowser().submit('/connexion', { email: 'solene@' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('aria-invalid="true"');
    expect(answer.text).toContain('value="solene@"');
  });

  it('leads back to this site alone', async () => {
    for (const vers of ['https://ailleurs.example/', '//ailleurs.example']) {
      const browser = aBrowser();
      const entered = await browser.submit(await linkAskedFor('ines.marchetti@demo.example', browser, vers));
      expect(entered.headers.get('location')).toBe('/moi');
    }
  });

  it('is limited for each address, known or not, with when to come back', async () => {
    for (const email of ['fatou.diarra@demo.example', 'personne@nulle-part.example']) {
      const ask = () => product.anyone.post('sign-in-links', { email });
      for (let times = 0; times < 5; times += 1) expect((await ask()).status).toBe(202);
      const refused = await ask();
      expectProblem(refused, 429, 'too-many-requests');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      const page = await aBrowser().submit('/connexion', { email });
      expect([page.status, page.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    }
  });

  it('is not done by a form of another site', async () => {
    const link = await linkAskedFor('lucinda.hoarau@demo.example');
    const foreign = { origin: 'https://ailleurs.example', 'sec-fetch-site': 'cross-site' };
    for (const path of [link, '/connexion', '/deconnexion', '/une-page-a-venir']) {
      const refused = await aBrowser().submit(path, { email: solene }, foreign);
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('Cette demande ne vient pas d’une page de ce site');
    }
    expect((await aBrowser().submit(link)).status).toBe(303);
  });
});

describe('« Mon espace »', () => {
  it('leads whoever is not signed in to the form, and back', async () => {
    const browser = aBrowser();
    const answer = await browser.get('/moi/sessions/fermer-les-autres');
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/connexion?vers=%2Fmoi%2Fsessions%2Ffermer-les-autres',
    ]);
    expect((await browser.follow(browser.get('/moi'))).text).toContain('Adresse électronique');
  });

  it('shows roles in words, networks, contributions and sessions', async () => {
    const browser = await signedIn(solene);
    const page = await browser.get('/moi', { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' });
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('private, no-store');
    for (const words of [
      'Solène Lagarde',
      'Animation du réseau',
      'collège',
      'Publiée',
      'Cet appareil',
      '127.0.0.0/24',
    ]) {
      expect(page.text).toContain(words);
    }
  });

  it('closes a session after asking, everywhere within a second', async () => {
    const [here, there] = [
      await signedIn('jules.archambault@demo.example'),
      await signedIn('jules.archambault@demo.example'),
    ];
    const token = await tokenOf(there);
    // A member of the committee, not an operator: known everywhere, and refused as such.
    expect(await everywhere(token)).toEqual([403, 403, 403, 403]);
    const id = sessionOf(there).split('_')[1];
    expect((await here.get(`/moi/sessions/${id}/fermer`)).text).toContain('Fermer cette session');
    expect((await here.follow(here.submit(`/moi/sessions/${id}/fermer`))).text).toContain('La session est fermée.');
    await eventually(async () => expect(await everywhere(token)).toEqual([401, 401, 401, 401]), within);
    expectProblem(await product.anyone.post('sessions/token', { session: sessionOf(there) }), 401, 'session-over');
    await eventually(async () => expect((await there.get('/moi')).status).toBe(303), 2 * within);
    expect(there.cookies.size).toBe(0);
    expect((await here.get('/moi')).status).toBe(200);
  });

  it('closes all others at once', async () => {
    const [here, there] = [
      await signedIn('thierry.wattrelos@demo.example'),
      await signedIn('thierry.wattrelos@demo.example'),
    ];
    await here.submit('/moi/sessions/fermer-les-autres');
    await eventually(async () => expect((await there.get('/moi')).status).toBe(303), 2 * within);
    expect((await here.get('/moi')).text).not.toContain('Fermer toutes les autres sessions');
  });

  it('ends with signing out', async () => {
    const browser = await signedIn('karim.benali@demo.example');
    const [token, session] = [await tokenOf(browser), sessionOf(browser)];
    expect((await browser.follow(browser.submit('/deconnexion'))).text).toContain('La session est fermée');
    expect(browser.cookies.size).toBe(0);
    await eventually(async () => expect(await everywhere(token)).toEqual([401, 401, 401, 401]), within);
    expectProblem(await product.anyone.post('sessions/token', { session }), 401);
  });
});

describe('A token', () => {
  it('gives what its person may do now, at every service', async () => {
    const { as, keys } = product;
    const operator = as(keys.operator);
    const member = { name: 'Ana Roussel', email: 'ana.roussel@demo.example', roles: ['watch-editor', 'operator'] };
    const { id } = await done(operator.post('networks/etat-37/members', member));
    const token = await tokenOf(await signedIn(member.email));
    expect(await everywhere(token)).toEqual([200, 200, 200, 200]);
    expect(await done(as(token).get('me'))).toMatchObject({ kind: 'person', id, name: 'Ana Roussel' });
    expect((await operator.delete(`networks/etat-37/members/${id}`)).status).toBe(204);
    await eventually(async () => expect(await everywhere(token)).toEqual([403, 403, 403, 403]), within);
    expect((await done(as(token).get('me'))).roles).toEqual([]);
  });

  it('works with submission down, and the website shows who is signed in meanwhile', async () => {
    const browser = await signedIn('nadia.oukacha@demo.example');
    const token = await tokenOf(browser);
    expect((await browser.get('/connexion/lien-envoye')).text).toContain('Nadia Oukacha');
    await product.services.submission.stop();
    try {
      expect((await everywhere(token)).slice(1)).toEqual([200, 200, 200]);
      expect((await browser.get('/connexion/lien-envoye')).text).toContain('Nadia Oukacha');
      expect((await aBrowser().submit('/connexion', { email: solene })).status).toBe(503);
    } finally {
      await product.services.submission.restart();
    }
    expect((await browser.get('/moi')).status).toBe(200);
  });

  it('is verified with published keys, which an operator can void', async () => {
    const { as, keys } = product;
    const before = await tokenOf(await signedIn('maelle.duvivier@demo.example'));
    const { keys: published } = await done(product.anyone.get('submission/jwks.json'));
    expect(published).toMatchObject([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }]);
    expect(published[0]).not.toHaveProperty('d');
    expect((await as(keys.operator).delete(`submission/signing-keys/${published[0].kid}`)).status).toBe(204);
    await eventually(async () => expect(await everywhere(before)).toEqual([401, 401, 401, 401]), within);
    const browser = await signedIn('maelle.duvivier@demo.example');
    expect(await everywhere(await tokenOf(browser))).toEqual([403, 403, 403, 403]);
  });

  it('is all that the API takes: a cookie is nothing to it', async () => {
    const browser = await signedIn('bastien.caron@demo.example');
    expectProblem(await browser.get('/api/v1/me'), 401);
    expect(sessionOf(browser)).not.toBe('');
    expectProblem(await product.as(sessionOf(browser)).get('me'), 401);
  });
});

describe('The log of sign-ins', () => {
  it('tells operators who signed in, was refused and closed a session, and not from which machine', async () => {
    const { as, keys } = product;
    const { items, total } = await done(as(keys.operator).get('submission/sign-ins?limit=100'));
    expect(total).toBeGreaterThan(10);
    const happened = new Set(items.map(({ what, reason }: Record<string, string>) => [what, reason].join(' ').trim()));
    for (const what of ['signed-in', 'sign-in-refused used', 'session-revoked']) expect(happened).toContain(what);
    expect(JSON.stringify(items)).not.toContain('127.0.0.1');
    expectProblem(await as(keys.facilitator).get('submission/sign-ins'), 403);
  });
});

describe('Signing in by way of an OpenID provider', () => {
  const whenSignedInThere = async (email: string, isVerified = true) => {
    provider.account = { email, isVerified };
    const browser = aBrowser();
    const there = new CookieBrowser(provider.issuer);
    const form = await browser.get('/connexion?vers=%2Fressources');
    expect(form.text).toContain('Se connecter avec Compte d’essai');
    const begun = await browser.get('/connexion/oidc?vers=%2Fressources');
    expect(new URL(begun.headers.get('location') ?? '').searchParams.get('code_challenge_method')).toBe('S256');
    let answer = await there.get(begun.headers.get('location') ?? '');
    for (let steps = 0; steps < 10; steps += 1) {
      const next = new URL(answer.headers.get('location') ?? '', provider.issuer);
      if (next.origin !== provider.issuer) return { browser, back: next.pathname + next.search };
      answer = await there.get(next.href);
    }
    throw new Error(`the provider led nowhere: ${answer.status} ${answer.text.slice(0, 300)}`);
  };

  it('signs in whose verified address we know, once', async () => {
    const { browser, back } = await whenSignedInThere('Odile.Fabrezan@demo.example');
    // A look by whoever has no part in it changes nothing.
    expect((await browser.head(back)).status).toBe(303);
    expect((await aBrowser().get(back)).status).toBe(410);
    const entered = await browser.get(back);
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/ressources']);
    expect((await browser.get('/moi')).text).toContain('Odile Fabrezan');
    expect((await browser.get(back)).status).toBe(410);
  });

  it('tells whom nobody knows what to do, and opens nothing', async () => {
    const { browser, back } = await whenSignedInThere('inconnue@ailleurs.example');
    const answer = await browser.get(back);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('inconnue@ailleurs.example');
    expect(answer.text).toContain('la personne qui anime votre réseau');
    expect(sessionOf(browser)).toBe('');
  });

  it('does not believe an address that the provider has not verified', async () => {
    const { browser, back } = await whenSignedInThere(solene, false);
    expect((await browser.get(back)).status).toBe(403);
    expect(sessionOf(browser)).toBe('');
  });

  it('refuses another state, another code and an answer that was not asked for', async () => {
    for (const change of [
      (back: string) => back.replace(/state=[^&]+/, 'state=other'),
      (back: string) => back.replace(/code=[^&]+/, 'code=other'),
      (back: string) => `${back.split('?')[0]}?error=access_denied`,
    ]) {
      const { browser, back } = await whenSignedInThere(solene);
      expect((await browser.get(change(back))).status).toBe(410);
      expect(sessionOf(browser)).toBe('');
    }
    const forged = { authorization: 'nothing.ours', query: 'code=1&state=1' };
    expectProblem(await product.anyone.post('oidc/sessions', forged), 410, 'oidc-answer-refused');
  });
});
