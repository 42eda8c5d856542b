import { Controller, Get, Header, Param } from '@nestjs/common';
import { NotFound, Now, Public } from '#platform';
import { contributionStatuses } from '#taxonomy';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { Receipts } from './receipts.ts';

const absent = { fr: 'Ce reçu n’existe pas.', en: 'There is no such receipt.' };

/** How a proposal goes, for whoever has its receipt. */
@Controller('api/v1/receipts')
export class ReceiptsController {
  constructor(
    private readonly receipts: Receipts,
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
  ) {}

  @Get(':token')
  @Public()
  @Header('cache-control', 'no-store')
  @Header('x-robots-tag', 'noindex')
  async show(@Param('token') token: string, @Now() now: Date) {
    const id = this.receipts.read(token);
    const contribution = id && (await this.contributions.store.find(id));
    if (!contribution) throw new NotFound(absent);
    const network = await this.networks.named(contribution.network, '/network');
    const { status, content, createdAt, history } = contribution;
    return {
      id: contribution._id,
      title: content.title ?? '',
      status,
      statusLabel: contributionStatuses.label(status),
      network: { slug: network.slug, name: network.name },
      proposedAt: createdAt,
      history: history
        .filter(({ what }) => what !== 'edited' && what !== 'reframed')
        .map(({ at, what, reasons }) => ({ at, what, reasons: reasons ?? [] })),
      resource: status === 'published' ? `/ressources/${contribution._id}` : null,
      askedAt: now.toISOString(),
    };
  }
}
