import { Controller, Get } from '@nestjs/common';
import { families, themes } from '#taxonomy';
import { familyPresentations } from '../families/family-presentations.ts';
import { counted } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { resourceCard } from '../resources/resource-card.view.ts';

const latestShown = 6;

/** Ten themes that newcomers look for first, in the order of an association's life. */
const firstThemes = [
  'creation',
  'gouvernance',
  'emploi',
  'benevolat',
  'financement',
  'subventions',
  'fiscalite',
  'comptabilite',
  'rgpd',
  'numerique',
] as const;

@NotApi()
@Controller()
export class HomeController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get()
  @HtmlPage(new URL('./home.hbs', import.meta.url))
  async show() {
    const latest = await this.catalogue.latest(latestShown);
    return {
      description:
        'Essaim met en commun les ressources des réseaux qui accompagnent les associations en France : relues par un comité éditorial, situées, libres de reprise.',
      isAvailable: latest !== null,
      items: (latest?.items ?? []).map((resource) => resourceCard(resource)),
      total: latest ? counted(latest.total, 'ressource publiée', 'ressources publiées') : '',
      themes: firstThemes.map((id) => ({ path: `/ressources?theme=${id}`, label: themes.label(id) })),
      families: families.terms.map(({ id, label }) => ({
        label,
        path: `/ressources?family=${id}`,
        ...familyPresentations[id],
      })),
    };
  }
}
