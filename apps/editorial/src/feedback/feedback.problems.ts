import { Problem } from '#platform';

export class FeedbackNotFound extends Problem {
  constructor() {
    super('feedback-not-found', 404, { fr: 'Retour introuvable.', en: 'Feedback not found.' });
  }
}

export class FeedbackModerated extends Problem {
  constructor(status: string) {
    super(
      'feedback-moderated',
      409,
      { fr: 'Ce retour est déjà relu.', en: 'This feedback was already read.' },
      { status },
    );
  }
}

export class TooMuchFeedback extends Problem {
  constructor(seconds: number) {
    super(
      'too-many-requests',
      429,
      { fr: 'Trop de retours envoyés : réessayez dans une heure.', en: 'Too much feedback: try again in an hour.' },
      {},
      { 'retry-after': String(seconds) },
    );
  }
}
