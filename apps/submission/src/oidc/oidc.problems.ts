import { Problem, Unavailable } from '#platform';

/** What came back from the provider does not fit what was asked in this browser: too late, twice, or not asked for here. */
export class OidcAnswerRefused extends Problem {
  constructor() {
    super('oidc-answer-refused', 410, {
      fr: 'Cette connexion n’a pas abouti, ou a trop tardé : recommencez.',
      en: 'This sign-in did not succeed, or took too long: start again.',
    });
  }
}

/** The provider knows them, we do not. They proved their address: it may be told. */
export class NobodyKnownBy extends Problem {
  constructor(email: string | null) {
    super('person-unknown', 403, {
      fr: email
        ? `Aucun compte Essaim ne correspond à l’adresse ${email}. Demandez à la personne qui anime votre réseau de vous ajouter.`
        : 'Votre fournisseur d’identité ne confirme aucune adresse électronique : connectez-vous par un lien reçu par courriel.',
      en: email
        ? `No account of Essaim has the address ${email}. Ask the facilitator of your network to add you.`
        : 'Your identity provider vouches for no e-mail address: sign in by an e-mail link.',
    });
  }
}

export class NoOidc extends Problem {
  constructor() {
    super('not-found', 404, {
      fr: 'Aucun fournisseur d’identité n’est configuré ici.',
      en: 'No identity provider is configured here.',
    });
  }
}

export class ProviderAway extends Unavailable {
  constructor() {
    super({
      fr: 'Le fournisseur d’identité ne répond pas : réessayez, ou demandez un lien par courriel.',
      en: 'The identity provider does not answer: retry, or ask for an e-mail link.',
    });
  }
}
