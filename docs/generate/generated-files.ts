import { stringify } from 'yaml';
import type { AsyncApiDocument } from './asyncapi.types.ts';
import { asyncApiDocument } from './asyncapi-document.ts';
import { eventsPage } from './events-page.ts';
import { webhooksDocument } from './webhooks-document.ts';

/** By path from the root of the project. */
export const generatedFiles = (): Readonly<Record<string, string>> => {
  const document = asyncApiDocument();
  return {
    'docs/asyncapi.yaml': asYaml(document, 'libs/contracts'),
    'docs/events.md': eventsPage(document),
    'docs/webhooks.asyncapi.yaml': asYaml(webhooksDocument(), 'apps/dissemination/src/webhooks/events'),
  };
};

const asYaml = (document: AsyncApiDocument, source: string): string =>
  `# Written by docs/generate/asyncapi.ts: change ${source}, then run it.\n${stringify(document, {
    lineWidth: 120,
    aliasDuplicateObjects: false,
  })}`;
