import { counted, spaced } from '../pages/french.ts';

/** A letter, as the API tells it to editors. */
export interface Letter {
  readonly id: string;
  readonly title: string;
  readonly status: 'draft' | 'sending' | 'sent' | 'stopped';
  readonly introduction: readonly string[];
  readonly resources: readonly string[];
  readonly createdAt: string;
  readonly issuedAt: string | null;
  readonly stopReason: string | null;
  readonly path: string | null;
  readonly progress?: Readonly<Record<'pending' | 'sending' | 'sent' | 'failed' | 'cancelled' | 'inDoubt', number>>;
}

const statuses = { draft: 'En préparation', sending: 'En cours d’envoi', sent: 'Envoyée', stopped: 'Arrêtée' } as const;

export const letterLine = ({ id, title, status, issuedAt, createdAt, stopReason }: Letter) => ({
  path: `/redaction/lettres/${id}`,
  title: spaced(title),
  status: statuses[status],
  at: issuedAt ?? createdAt,
  stopReason,
});

/** « 120 envoyées, 40 en attente ». */
export const progressWords = ({ status, progress }: Letter): string | null => {
  if (!progress || status === 'draft') return null;
  const parts = [
    counted(progress.sent, 'envoyée', 'envoyées'),
    counted(progress.pending + progress.sending, 'en attente', 'en attente'),
    ...(progress.failed ? [counted(progress.failed, 'refusée', 'refusées')] : []),
    ...(progress.cancelled ? [counted(progress.cancelled, 'annulée', 'annulées')] : []),
    ...(progress.inDoubt ? [`${counted(progress.inDoubt, 'reçue', 'reçues')} peut-être deux fois`] : []),
  ];
  return `${parts.join(', ')}.`;
};

const done: Readonly<Record<string, string>> = {
  creee: 'La lettre est prête à être relue.',
  enregistree: 'La lettre est enregistrée.',
  test: 'L’essai est parti.',
  approve: 'La lettre est approuvée : elle part.',
  stop: 'L’envoi est arrêté.',
};

export const doneWords = (what: unknown): string | undefined =>
  typeof what === 'string' && Object.hasOwn(done, what) ? done[what] : undefined;
