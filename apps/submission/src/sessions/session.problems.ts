import { Problem } from '#platform';

/** It was closed, or nobody was seen for too long, or it never was. */
export class SessionOver extends Problem {
  constructor() {
    super('session-over', 401, {
      fr: 'Cette session est terminée : connectez-vous de nouveau.',
      en: 'This session is over: sign in again.',
    });
  }
}
