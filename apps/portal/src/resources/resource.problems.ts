import { Problem } from '#platform';

/** It was public, and was taken back. */
export class ResourceGone extends Problem {
  constructor(reason = 'Cette ressource a été retirée.') {
    super('gone', 410, { fr: reason, en: 'This resource was withdrawn.' });
  }
}
