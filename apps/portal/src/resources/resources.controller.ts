import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { PublicResource } from '#contracts';
import { NotFound, Now } from '#platform';
import { Reception } from '../later-life/reception.ts';
import { receptionView } from '../later-life/reception.view.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi, Shown } from '../pages/html-page.ts';
import { type Site, siteFacts } from '../pages/site.ts';
import type { ResourceList, VersionList } from './answers.ts';
import { Catalogue } from './catalogue.ts';
import { attributionOf, pathOf, resourceView } from './resource.view.ts';

const page = new URL('./resource.hbs', import.meta.url);
const tombstone = new URL('./gone.hbs', import.meta.url);

/** A resource, its versions, and what is left of it once withdrawn. */
@NotApi()
@Controller('ressources/:id')
export class ResourcesController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly reception: Reception,
    @Inject(siteFacts) private readonly site: Site,
  ) {}

  @Get()
  @HtmlPage(page)
  async show(@Param('id') id: string, @Now() now: Date, @Res({ passthrough: true }) reply: FastifyReply) {
    const resource = await this.catalogue.find(id);
    const similar = this.catalogue.similar(id);
    if (resource.status === 'withdrawn') {
      void reply.status(410);
      return new Shown(tombstone, goneView(resource, await similar));
    }
    const [versions, adaptations, jsonLd, adoptions, feedback] = await Promise.all([
      this.catalogue.versions(id),
      this.catalogue.adaptations(id),
      this.catalogue.jsonLd(id),
      this.reception.adoptions(id),
      this.reception.feedback(id),
    ]);
    return {
      ...this.viewOf(resource, now),
      jsonLd,
      versions: versionsView(id, resource.version, versions),
      adaptations: adaptations?.items.map(linked),
      similar: (await similar)?.items.map(linked),
      reception: receptionView(resource, adoptions, feedback),
    };
  }

  @Get('versions/:version')
  @HtmlPage(page)
  async version(@Param('id') id: string, @Param('version') number: string, @Now() now: Date) {
    const [resource, versions] = await Promise.all([
      this.catalogue.version(id, versionNumber(number)),
      this.catalogue.versions(id),
    ]);
    return {
      ...this.viewOf(resource, now),
      isHidden: true,
      isOldVersion: versions?.items.some(({ version }) => version > resource.version),
      versions: versionsView(id, resource.version, versions),
    };
  }

  @Get('versions/:version/changements')
  @HtmlPage(new URL('./changes.hbs', import.meta.url))
  async changes(@Param('id') id: string, @Param('version') number: string) {
    const version = versionNumber(number);
    const [resource, found] = await Promise.all([
      this.catalogue.version(id, version),
      this.catalogue.changes(id, version),
    ]);
    return {
      title: 'Ce qui a changé',
      isHidden: true,
      breadcrumb: [...trailOf(resource), { label: `Changements de la version ${version}` }],
      version,
      change: resource.change && spaced(resource.change),
      publishedAt: resource.revisedAt ?? resource.publishedAt,
      isAvailable: found !== null,
      changes: found?.items.map(({ label, before, after }) => ({
        label,
        before: before && spaced(before),
        after: after && spaced(after),
      })),
      path: pathOf(id),
      versionPath: `${pathOf(id)}/versions/${version}`,
    };
  }

  private viewOf(resource: PublicResource, now: Date) {
    const subject = encodeURIComponent(`Erreur dans « ${resource.title} » (${resource.id})`);
    return {
      ...resourceView(resource, now),
      breadcrumb: trailOf(resource).slice(0, -1),
      reportPath: `mailto:${this.site.contact}?subject=${subject}`,
    };
  }
}

const versionNumber = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new NotFound();
  return Number(text);
};

const trailOf = ({ id, title }: PublicResource) => [
  { label: 'Ressources', path: '/ressources' },
  { label: spaced(title), path: pathOf(id) },
];

const linked = ({ id, title, language, network }: PublicResource) => ({
  path: pathOf(id),
  title: spaced(title),
  language: language === 'fr' ? null : language,
  network: network.name,
});

/** Only when there is more than one: a single version is the resource itself. */
const versionsView = (id: string, present: number, found: VersionList | null) =>
  found && found.items.length > 1
    ? found.items.map(({ version, publishedAt, change }) => ({
        version,
        publishedAt,
        change: change && spaced(change),
        isPresent: version === present,
        path: `${pathOf(id)}/versions/${version}`,
        changesPath: version > 1 ? `${pathOf(id)}/versions/${version}/changements` : null,
      }))
    : null;

const goneView = (resource: PublicResource, similar: ResourceList | null) => ({
  title: 'Ressource retirée',
  isHidden: true,
  resourceTitle: spaced(resource.title),
  reason: spaced(resource.statusReason ?? 'Cette ressource a été retirée.'),
  attribution: attributionOf(resource),
  similar: similar?.items.map(linked),
  searchPath: resource.themes[0] ? `/ressources?theme=${encodeURIComponent(resource.themes[0])}` : '/ressources',
});
