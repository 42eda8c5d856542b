import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { belongsTo, Caller, holds, type Principal } from '#access';
import { csvOf } from '../atlas/atlas-exports.ts';
import { NetworkNotFound } from '../networks/network.problems.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ContributionRepository } from './contribution.repository.ts';

const query = z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional() });
const columns = ['id', 'titre', 'famille', 'statut', 'creee_le', 'heures', 'cout_eur'];

/** Time and money that a network's contributions took, for its funding files. */
@Controller('api/v1/networks/:network/effort.csv')
export class EffortController {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly contributions: ContributionRepository,
  ) {}

  @Get()
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="contributions.csv"')
  @Header('cache-control', 'no-store')
  async csv(
    @Param('network') id: string,
    @Query({ schema: query }) { year }: z.output<typeof query>,
    @Caller() caller: Principal,
  ) {
    const network = await this.networks.find(id);
    if (!network || !(belongsTo(caller, network._id) || holds(caller, 'operator'))) throw new NetworkNotFound();
    const contributions = await this.contributions.createdIn(network._id, year);
    const rows = contributions.map(({ _id, content, status, createdAt, effort }) => [
      _id,
      content.title,
      content.family,
      status,
      createdAt.slice(0, 10),
      effort?.hours,
      effort?.costEur,
    ]);
    return csvOf(columns, rows);
  }
}
