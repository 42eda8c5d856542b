import { InvalidFields, Problem } from '#platform';

export class NetworkNotFound extends Problem {
  constructor() {
    super('network-not-found', 404, { fr: 'Réseau introuvable.', en: 'Network not found.' });
  }
}

export class SlugTaken extends Problem {
  constructor(slug: string) {
    super('slug-taken', 409, {
      fr: `Un réseau porte déjà l’identifiant « ${slug} ».`,
      en: `A network already has the slug “${slug}”.`,
    });
  }
}

/** A field names a network that the directory does not know. */
export const unknownNetwork = (pointer: string, named: string, nearest: readonly string[]) =>
  new InvalidFields([
    {
      pointer,
      code: 'unknown-network',
      detail: {
        fr: `Réseau inconnu : « ${named} ».${nearest.length ? ` Le plus proche : « ${nearest[0]} ».` : ''}`,
        en: `Unknown network: “${named}”.${nearest.length ? ` Did you mean “${nearest[0]}”?` : ''}`,
      },
    },
  ]);
