import { Problem } from '#platform';

export class OwnResource extends Problem {
  constructor() {
    super('own-resource', 403, {
      fr: 'Votre réseau a produit cette ressource : seul un autre réseau peut dire qu’il la reprend.',
      en: 'Your network produced this resource: only another one can say that it took it up.',
    });
  }
}
