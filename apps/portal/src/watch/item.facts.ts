/** An item of the watch, as the API tells it. */
export interface ItemFacts {
  readonly id: string;
  readonly status: string;
  readonly statusLabel: string;
  readonly priority: number;
  readonly title: string;
  readonly text: string;
  readonly url: string | null;
  readonly publishedAt: string;
  readonly isDateInferred: boolean;
  readonly family: string;
  readonly familyLabel: string;
  readonly source: { readonly id: string; readonly name: string; readonly licence: string };
  readonly attribution: string;
  readonly alsoIn: readonly { readonly source: string; readonly url: string | null }[];
  readonly territoryNames: readonly string[];
  readonly themeLabels: readonly string[];
  readonly labels: readonly string[];
  readonly assignee: string | null;
  /** How many public resources cite what it changes. */
  readonly citedBy?: number;
  readonly hasChanged: boolean;
  readonly isCorrected: boolean;
  readonly mergedInto: string | null;
  /** When its source says that it took it back. */
  readonly deletedAt?: string | null;
  readonly versions: readonly { readonly title: string; readonly text: string; readonly seenAt: string }[];
  readonly selections: readonly { readonly version: number }[];
  readonly history: readonly { readonly at: string; readonly what: string; readonly reason?: string | null }[];
}

export interface ItemDetail extends ItemFacts {
  readonly changes?: readonly {
    readonly target: string;
    readonly kind: string;
    readonly isCertain: boolean;
    readonly effectiveAt: string | null;
  }[];
  readonly impacts: readonly { readonly resource: string; readonly title: string; readonly level: string }[];
  readonly draft: Readonly<Record<string, unknown>>;
}

export const itemApi = (id: string): string => `/api/v1/watch/items/${encodeURIComponent(id)}`;
export const itemPath = (id: string): string => `/veille/informations/${encodeURIComponent(id)}`;
export const watchTrail = [{ label: 'Veille', path: '/veille' }] as const;
