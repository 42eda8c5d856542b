import type { Grant } from '#contracts';

/** The signed-in person that a request comes from, as the pages show them. Rules are the services' own. */
export interface Visitor {
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly networks: readonly { readonly id: string; readonly slug: string; readonly name: string }[];
  /** What the portal calls the services with, in their name: `Authorization: Bearer …`. */
  readonly token: string;
}

/** Ids of the networks that they run. */
export const networksRunBy = ({ grants }: Pick<Visitor, 'grants'>): ReadonlySet<string> =>
  new Set(grants.flatMap(({ role, network }) => (role === 'facilitator' && network ? [network] : [])));

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined for somebody who is not signed in. */
    visitor?: Visitor | undefined;
  }
}
