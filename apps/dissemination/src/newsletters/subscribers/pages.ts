import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

interface Page {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** A button that POSTs to the page's own address. */
  readonly button?: string;
  /** Another, which says what it wants. */
  readonly second?: { readonly words: string; readonly button: string; readonly action: string };
}

const engine = Handlebars.create();
const read = (name: string) => readFileSync(new URL(`./pages/${name}.html.hbs`, import.meta.url), 'utf8');
for (const partial of ['frame', 'wish']) engine.registerPartial(partial, read(partial));

/** A page of ours that is made of this template; every value is escaped. */
export const pageTemplate = <Values extends object>(name: string): ((values: Values) => string) =>
  engine.compile<Values>(read(name));

export const page = pageTemplate<Page>('page');

export const expiredLink = page({
  title: 'Ce lien n’est plus valable',
  paragraphs: ['Il a peut-être expiré, ou a été copié en partie. Vous pouvez demander un nouvel abonnement.'],
});

export const askToConfirm = page({
  title: 'Confirmer votre abonnement',
  paragraphs: ['Vous recevrez par courriel les ressources d’Essaim qui correspondent à votre demande.'],
  button: 'Confirmer',
});

export const confirmed = page({
  title: 'Votre abonnement est confirmé',
  paragraphs: ['Vous recevrez les prochaines ressources. Chaque message contient un lien pour vous désabonner.'],
});

/** The token of a mail shows nobody's choices: mails are forwarded. Their owner gets a link to them. */
const choose = {
  words: 'Un autre rythme, un autre choix, une pause ? Le lien de vos préférences part vers votre adresse.',
  button: 'Recevoir le lien de mes préférences',
  action: 'preferences',
} as const;

export const askToUnsubscribe = page({
  title: 'Se désabonner',
  paragraphs: ['Vous ne recevrez plus ces messages.'],
  button: 'Me désabonner',
  second: choose,
});

export const unsubscribed = page({
  title: 'Vous êtes désabonné',
  paragraphs: ['Plus rien ne vous sera envoyé au titre de cet abonnement.'],
  second: { ...choose, words: 'Vous avez peut-être d’autres abonnements.' },
});

export const preferencesSent = page({
  title: 'Ouvrez votre boîte aux lettres',
  paragraphs: ['Le lien de vos préférences vient de partir vers votre adresse. Il est valable sept jours.'],
});

export const erased = page({
  title: 'Vos données sont effacées',
  paragraphs: [
    'Il ne reste que l’empreinte de votre adresse, qui empêche de vous écrire à nouveau. Vous pouvez vous réabonner quand vous voulez.',
  ],
});
