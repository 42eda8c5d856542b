import { Controller, Get, Param } from '@nestjs/common';
import type { CommitteePolicy } from '#contracts';
import { NotFound, Now, Unavailable } from '#platform';
import { frenchDate, spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { Services } from '../services/services.ts';
import type { PolicyVersions } from './policy.facts.ts';
import { changedRules, rulesInWords, summaryOfChanges } from './policy.view.ts';

const template = new URL('./rules.hbs', import.meta.url);

/** The rules of the committees, for everybody: those in force, those before, those that are coming. */
@NotApi()
@Controller('regles')
export class RulesController {
  constructor(private readonly services: Services) {}

  @Get()
  @HtmlPage(template)
  async current(@Now() now: Date) {
    const versions = await this.versions();
    return viewOf(versions, versions.current, now);
  }

  @Get(':version')
  @HtmlPage(template)
  async version(@Param('version') version: string, @Now() now: Date) {
    return viewOf(await this.versions(), Number(version), now);
  }

  private async versions(): Promise<PolicyVersions> {
    const { status, body } = await this.services.ask('editorial', '/api/v1/policy/versions');
    if (status !== 200) throw new Unavailable();
    return body as PolicyVersions;
  }
}

const viewOf = ({ items, current }: PolicyVersions, wanted: number, now: Date) => {
  const sorted = [...items].sort((a, b) => b.version - a.version);
  const beforeOf = ({ version }: CommitteePolicy) => sorted.find((other) => other.version < version);
  const policy = sorted.find(({ version }) => version === wanted);
  if (!policy) throw new NotFound({ fr: 'Ces règles n’existent pas.', en: 'There are no such rules.' });
  const isCurrent = policy.version === current;
  return {
    title: 'Règles des comités',
    description: 'Comment les comités éditoriaux décident : quorum, majorités, délais, portée, référence nationale.',
    isHidden: !isCurrent,
    breadcrumb: isCurrent
      ? [{ label: 'Règles des comités' }]
      : [{ label: 'Règles des comités', path: '/regles' }, { label: `Version ${policy.version}` }],
    version: policy.version,
    isCurrent,
    isComing: new Date(policy.activeFrom) > now,
    activeFrom: frenchDate(policy.activeFrom),
    comment: policy.comment && spaced(policy.comment),
    rules: rulesInWords(policy),
    changes: changedRules(policy, beforeOf(policy)),
    history: sorted.map((version) => ({
      version: version.version,
      path: `/regles/${version.version}`,
      activeFrom: version.activeFrom,
      isCurrent: version.version === current,
      isShown: version === policy,
      summary: summaryOfChanges(version, beforeOf(version)),
      comment: version.comment && spaced(version.comment),
    })),
  };
};
