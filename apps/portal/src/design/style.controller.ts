import { Controller, Get } from '@nestjs/common';
import { HtmlPage, NotApi } from '../pages/html-page.ts';

const tokens = [
  ['paper', 'Fond'],
  ['raised', 'Carte'],
  ['sunken', 'Creux'],
  ['ink', 'Texte'],
  ['soft', 'Texte second'],
  ['link', 'Lien'],
  ['action', 'Action'],
  ['honey', 'Miel'],
  ['honey-soft', 'Miel clair'],
  ['notice', 'Avertissement'],
  ['error', 'Erreur'],
  ['success', 'Succès'],
  ['bar', 'Bandeau'],
] as const;

const icons =
  'search rss mail webhook calendar bell circle-user menu x check triangle-alert info external-link download printer chevron-right chevron-down map-pin code filter copy scale newspaper book-open chart-column badge-check users clock arrow-right history link quote log-out file-text hourglass comb';

/** The living style page: each component as the pages use it, to look at and to copy. */
@NotApi()
@Controller('style')
export class StyleController {
  @Get()
  @HtmlPage(new URL('./style.hbs', import.meta.url))
  show() {
    return {
      title: 'Système de conception',
      isHidden: true,
      breadcrumb: [{ label: 'Système de conception' }],
      tokens: tokens.map(([name, label]) => ({ name, label })),
      icons: icons.split(' '),
      pagination: { first: '/style#debut', next: '/style#suite' },
      errors: [
        { id: 'exemple-nom', message: 'Indiquez le nom du réseau.' },
        { id: 'exemple-courriel', message: 'L’adresse n’a pas la forme nom@domaine.' },
      ],
      choices: [
        { value: 'a', label: 'Premier choix' },
        { value: 'b', label: 'Deuxième choix', isChosen: true },
      ],
      card: {
        path: '/style#cartes',
        family: 'Ressources documentaires, médias et outils',
        format: 'Guide',
        isReference: true,
        title: [
          { text: 'Rédiger ses ', marked: false },
          { text: 'statuts', marked: true },
        ],
        summary: [{ text: 'Un questionnaire guidé pour choisir ses règles.', marked: false }],
        applies: 'Applicable partout.',
        network: 'Réseau d’exemple',
        licence: 'Licence Ouverte 2.0',
        date: { lead: 'Publiée le', iso: '2026-01-01T09:00:00Z', text: '1er janvier 2026' },
      },
    };
  }
}
