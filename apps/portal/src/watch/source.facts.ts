/** A source of the watch, as the API tells it. */
export interface SourceFacts {
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  readonly adapter: string;
  readonly adapterLabel: string;
  readonly url: string | null;
  readonly licenceLabel: string;
  readonly network: string | null;
  readonly isEnabled: boolean;
  readonly isShipped: boolean;
  readonly notes: string | null;
  readonly keywords: readonly string[];
  readonly state: {
    readonly health: string;
    readonly healthLabel: string;
    readonly dueAt: string | null;
    readonly failures: number;
    readonly failingSince: string | null;
    readonly lastError: string | null;
    readonly lastAnsweredAt: string | null;
    readonly lastNewAt: string | null;
    readonly movedTo: string | null;
    readonly quarantine: { readonly items: number; readonly reason: string } | null;
  } | null;
  readonly usefulness: { readonly seen: number; readonly kept: number };
}
