/** What a changed text does to a resource, as `GET /api/v1/impacts` tells it. */
export interface ImpactFacts {
  readonly id: string;
  readonly itemTitle: string;
  readonly url: string | null;
  readonly publishedAt: string;
  readonly level: string;
  readonly kind: string;
  readonly keys: readonly string[];
  readonly effectiveAt: string | null;
  readonly status: string;
  readonly foundAt: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly proposed: string | null;
  readonly resource: {
    readonly id: string;
    readonly title: string;
    readonly version: number;
    readonly network: { readonly name: string };
  };
}

export interface ImpactDetail extends ImpactFacts {
  readonly possible: { readonly mayAccept: boolean; readonly outcomes: readonly string[] };
}

export const impactApi = (id: string): string => `/api/v1/impacts/${encodeURIComponent(id)}`;
export const impactPath = (id: string): string => `/comite/textes/${encodeURIComponent(id)}`;
