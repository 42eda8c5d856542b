import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { formErrors } from '../forms/refused.ts';
import { spaced } from '../pages/french.ts';
import type { Visitor } from '../pages/visitor.ts';
import { managementPath } from '../people/managed-networks.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import type { Warned } from './endpoint.facts.ts';
import { endpointView } from './endpoint.view.ts';
import { Endpoints } from './endpoints.ts';

/** What is said on the page once: a secret that was just made, what was done, what was refused. */
interface Said {
  readonly secret?: string;
  readonly isNew?: boolean;
  readonly notice?: string | undefined;
  readonly warnings?: Warned['warnings'];
  readonly refusal?: Refusal;
}

/** The page of one endpoint, which several forms answer with. */
@Injectable()
export class EndpointPage {
  readonly template = new URL('./endpoint.hbs', import.meta.url);

  constructor(private readonly endpoints: Endpoints) {}

  async view(
    request: FastifyRequest,
    visitor: Visitor,
    slug: string,
    id: string,
    { refusal, warnings = [], ...said }: Said,
  ) {
    const { network, endpoint } = await this.endpoints.find(request, visitor, slug, id);
    const [types, ping, publicKey] = await Promise.all([
      this.endpoints.types(),
      this.endpoints.lastPing(request, id),
      endpoint.signatures.includes('v1a') ? this.endpoints.publicKey(network.id) : null,
    ]);
    const list = managementPath(network.slug, 'webhooks');
    const view = endpointView({ endpoint, types, ping, publicKey, path: `${list}/${encodeURIComponent(id)}` });
    return {
      ...view,
      breadcrumb: [{ label: `Webhooks de ${network.name}`, path: list }, { label: view.title }],
      errors: formErrors(refusal).errors,
      warnings: warnings.map(({ detail }) => spaced(detail)),
      ...said,
    };
  }
}
