import { Problem } from '#platform';

export class MeetingNotFound extends Problem {
  constructor() {
    super('meeting-not-found', 404, { fr: 'Réunion introuvable.', en: 'Meeting not found.' });
  }
}
