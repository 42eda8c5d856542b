/** A session as `GET /api/v1/committee-sessions/{id}` tells it to members. */
export interface SessionFacts {
  readonly id: string;
  readonly committee: string;
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly place: string | null;
  readonly status: 'planned' | 'held' | 'cancelled';
  readonly visioUrl?: string | null;
  readonly remarks?: string | null;
  /** For members alone. */
  readonly agenda?: readonly AgendaFacts[];
}

export interface AgendaFacts {
  readonly caseId: string;
  readonly version: number;
  readonly title: string;
  readonly network: string;
  readonly why: 'objection' | 'disagreement' | 'decided';
  readonly objections: readonly string[];
}

export interface MinutesFacts {
  readonly committee: string;
  readonly colleges: Readonly<Record<string, number>>;
  readonly items: readonly {
    readonly caseId: string;
    readonly title: string;
    readonly version: number;
    readonly network: string;
    readonly objections: readonly string[];
    readonly votes: Readonly<Record<string, number>>;
    readonly outcome: string | null;
    readonly reasons: readonly string[];
  }[];
  readonly remarks: string | null;
}
