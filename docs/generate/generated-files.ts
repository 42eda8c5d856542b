import { stringify } from 'yaml';
import { asyncApiDocument } from './asyncapi-document.ts';
import { eventsPage } from './events-page.ts';

/** By path from the root of the project. */
export const generatedFiles = (): Readonly<Record<string, string>> => {
  const document = asyncApiDocument();
  return {
    'docs/asyncapi.yaml': `# Written by docs/generate/asyncapi.ts: change libs/contracts, then run it.\n${stringify(
      document,
      {
        lineWidth: 120,
        aliasDuplicateObjects: false,
      },
    )}`,
    'docs/events.md': eventsPage(document),
  };
};
