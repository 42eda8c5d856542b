import type { AnnouncedResource, PublicResource } from '#contracts';

/** Where the public finds us: what every address that leaves this service is made of. */
export class PublicOrigin {
  /** @param origin without a final slash. */
  constructor(readonly origin: string) {}

  address(path: string): string {
    return `${this.origin}${path}`;
  }

  /** The resource as everybody gets it, in the API, in JSON Feed and in webhooks. */
  resource(announced: AnnouncedResource): PublicResource {
    const { id, ...rest } = announced;
    return { id, url: this.address(`/ressources/${id}`), ...rest };
  }
}
