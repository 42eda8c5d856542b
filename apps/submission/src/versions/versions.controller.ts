import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Caller, type Principal } from '#access';
import { NotFound } from '#platform';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import type { Contribution, Version } from '../contributions/contribution.ts';
import { attachmentView } from '../contributions/contribution.view.ts';
import { findSeen } from '../contributions/find-contribution.ts';
import { compareVersions } from './compare-versions.ts';

const number = z.coerce.number().int().positive();
const comparison = z.strictObject({ from: number.optional() });
const absent = { fr: 'Version introuvable.', en: 'Version not found.' };

const versionView = ({ files = [], ...version }: Version) => ({
  version: version.version,
  submittedAt: version.submittedAt,
  endorsedAt: version.endorsedAt,
  change: version.content.change ?? null,
  producer: version.network,
  charter: version.charter?.version ?? null,
  policyVersion: version.policyVersion ?? null,
  files: files.map(attachmentView),
});

/** What was handed in: it never changes. */
@Controller('api/v1/contributions/:id/versions')
export class VersionsController {
  constructor(private readonly contributions: ContributionRepository) {}

  @Get()
  async list(@Param('id') id: string, @Caller() caller: Principal) {
    const { versions } = await findSeen(this.contributions, id, caller);
    return { items: versions.map(versionView).reverse(), total: versions.length, next: null };
  }

  @Get(':version')
  async show(
    @Param('id') id: string,
    @Param('version', { schema: number }) wanted: number,
    @Caller() caller: Principal,
  ) {
    const version = versionOf(await findSeen(this.contributions, id, caller), wanted);
    return { ...versionView(version), content: version.content };
  }

  /** How it differs from the version before, or from the one named. */
  @Get(':version/changes')
  async changes(
    @Param('id') id: string,
    @Param('version', { schema: number }) wanted: number,
    @Query({ schema: comparison }) { from = wanted - 1 }: z.output<typeof comparison>,
    @Caller() caller: Principal,
  ) {
    const contribution = await findSeen(this.contributions, id, caller);
    const after = versionOf(contribution, wanted);
    const before = from === 0 ? null : versionOf(contribution, from);
    return {
      from: before?.version ?? null,
      to: after.version,
      change: after.content.change ?? null,
      changes: compareVersions(before ? comparable(before) : {}, comparable(after)),
    };
  }
}

const versionOf = ({ versions }: Contribution, wanted: number): Version => {
  const found = versions.find(({ version }) => version === wanted);
  if (!found) throw new NotFound(absent);
  return found;
};

const comparable = ({ content, files }: Version) => ({
  ...content,
  ...(files ? { files: files.map(({ name }) => name) } : {}),
});
