import { canonicalQuery, type ResourceFilter } from '#contracts';
import { counted, frenchNumber, spaced } from '../pages/french.ts';
import type { FilterPreview } from '../resources/answers.ts';
import { pathOf } from '../resources/resource.view.ts';
import { filterInWords, filterWords } from '../search/filter-words.ts';
import { addressOf, isEmpty, without } from '../search/wanted.ts';
import { defaultRhythm, type RhythmFields, rhythmView } from './frequencies.ts';
import { monthsChart } from './months-chart.ts';

/** What was typed, and what is wrong with it. */
export interface Attempt {
  readonly email: string;
  readonly rhythm: RhythmFields;
  readonly errors: readonly { readonly id: string; readonly message: string }[];
}

const here = '/abonnement';

/** « environ 3 par mois », before anyone subscribes. */
const volumeOf = ({ perMonth }: FilterPreview): string => {
  const whole = perMonth.reduce((sum, { count }) => sum + count, 0);
  if (whole === 0) return 'Rien depuis un an : vous n’aurez un message que s’il y a du nouveau.';
  const mean = whole / Math.max(1, perMonth.length);
  const rate = mean < 1 ? 'moins d’une par mois' : `environ ${frenchNumber(Math.round(mean))} par mois`;
  return `${counted(whole, 'annonce', 'annonces')} en un an, ${rate}.`;
};

const feedsFor = (origin: string, query: string) =>
  [
    { id: 'rss', label: 'RSS', type: 'application/rss+xml' },
    { id: 'atom', label: 'Atom', type: 'application/atom+xml' },
    { id: 'json', label: 'JSON Feed', type: 'application/feed+json' },
  ].map((feed) => ({ ...feed, href: origin + addressOf(`/feeds/resources.${feed.id}`, query) }));

/** How much a filter brings, in words and as a drawing, with the latest. */
export const previewView = (preview: FilterPreview) => ({
  volume: spaced(volumeOf(preview)),
  chart: monthsChart(preview.perMonth),
  latest: preview.latest.map(({ id, title, publishedAt }) => ({
    path: pathOf(id),
    title: spaced(title),
    publishedAt,
  })),
});

export const subscriptionView = (
  origin: string,
  wanted: ResourceFilter,
  preview: FilterPreview | null,
  attempt: Attempt | null,
) => {
  const query = canonicalQuery(wanted);
  const words = filterInWords(wanted);
  const feeds = feedsFor(origin, query);
  return {
    title: 'S’abonner',
    description:
      'Suivre un thème, un territoire ou une recherche : par courriel, par flux, par webhook ou dans votre agenda.',
    isHidden: !isEmpty(wanted),
    breadcrumb: [{ label: 'Ressources', path: '/ressources' }, { label: 'S’abonner' }],
    feeds: feeds.map(({ label, type, href }) => ({ type, href, title: `${words} (${label})` })),
    action: addressOf(here, query),
    words,
    isEverything: isEmpty(wanted),
    chosen: filterWords(wanted).map(({ name, value, lead, label }) => ({
      label: `${lead}\u00a0: ${label}`,
      path: addressOf(here, canonicalQuery(without(wanted, name, value))),
    })),
    changePath: addressOf('/ressources', query),
    preview: preview && previewView(preview),
    webhookPath: addressOf('/animation/webhooks/nouveau', query),
    addresses: feeds,
    rhythm: rhythmView(attempt?.rhythm ?? defaultRhythm),
    isRhythmOpen: attempt?.errors.some(({ id }) => id === 'rythme') ?? false,
    webhook: JSON.stringify(
      {
        url: 'https://outil.reseau.example/webhook',
        format: 'standard',
        events: ['resource.published'],
        filter: wanted,
      },
      null,
      2,
    ),
    email: attempt?.email ?? '',
    errors: attempt?.errors ?? [],
    emailError: attempt?.errors.find(({ id }) => id === 'email')?.message,
  };
};
