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
    const { id, ...rest } = isHeldBack(announced) ? withoutContent(announced) : announced;
    return { id, url: this.address(`/ressources/${id}`), ...rest };
  }
}

/** What was suspended or withdrawn says what it was, and why; no longer how to get it. */
const isHeldBack = ({ status }: AnnouncedResource): boolean => status === 'suspended' || status === 'withdrawn';

const withoutContent = (resource: AnnouncedResource): AnnouncedResource => ({
  ...resource,
  howToUse: [],
  links: [],
  files: [],
  textAlternative: null,
  physicalHolding: null,
});
