import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '#platform';
import { ContributionRepository } from './contribution.repository.ts';
import { delaysIn } from './delays.ts';

/** How long the facilitator and the committee usually take: medians of what was answered lately. */
@Controller('api/v1/submission/delays')
export class DelaysController {
  constructor(private readonly contributions: ContributionRepository) {}

  @Get()
  @Public()
  @Header('cache-control', 'public, max-age=3600')
  async show() {
    return delaysIn(await this.contributions.latestHistories());
  }
}
