import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

interface Page {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** A button that POSTs to the page's own address. */
  readonly button?: string;
}

const template = Handlebars.create().compile<Page>(
  readFileSync(new URL('./templates/page.html.hbs', import.meta.url), 'utf8'),
);

export const page = (content: Page): string => template(content);

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

export const askToUnsubscribe = page({
  title: 'Se désabonner',
  paragraphs: ['Vous ne recevrez plus ces messages.'],
  button: 'Me désabonner',
});

export const unsubscribed = page({
  title: 'Vous êtes désabonné',
  paragraphs: ['Plus rien ne vous sera envoyé au titre de cet abonnement.'],
});
