import type { PublicResource } from '#contracts';
import { formats } from '#taxonomy';
import { attribution, escapeHtml } from '../feeds/feed.ts';

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.125rem; margin: 0 0 .75rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: .75rem 0; border-top: 1px solid; }
p { margin: .25rem 0 0; }
.source { font-size: .875rem; }
`;

/** A plain page that stands in a frame: links open the whole window. */
export const embeddedList = (
  resources: readonly PublicResource[],
  total: number,
  allUrl: string,
): string => `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ressources d’Essaim</title>
<base target="_top">
<style>${style}</style>
</head>
<body>
<h1>Ressources pour la vie associative</h1>
${resources.length ? `<ul>\n${resources.map(item).join('\n')}\n</ul>` : '<p>Aucune ressource pour le moment.</p>'}
<p class="source"><a href="${escapeHtml(allUrl)}">${allLabel(total)}</a></p>
</body>
</html>
`;

const allLabel = (total: number): string =>
  total > 1 ? `Voir les ${total} ressources sur Essaim` : 'Voir les ressources sur Essaim';

const item = (resource: PublicResource): string =>
  [
    '<li>',
    `<a href="${escapeHtml(resource.url)}">${escapeHtml(resource.title)}</a>`,
    `<p>${escapeHtml(resource.summary)}</p>`,
    ...(resource.fieldTest ? [`<p>${escapeHtml(resource.fieldTest.sentence)}</p>`] : []),
    `<p class="source">${escapeHtml(formats.label(resource.format))}. ${escapeHtml(attribution(resource))}</p>`,
    '</li>',
  ].join('\n');
