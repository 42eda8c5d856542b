/**
 * Writes the parts of mails that are laid out in MJML: `<name>.html.hbs` beside each `<name>.mjml`. With `--check`, only says
 * whether they are up to date (1 when one is stale). So MJML is needed to change a mail, and not to send it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mjml from 'mjml';
import { projectRoot } from '../development/project-root.ts';

const sources = (): string[] =>
  ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.mjml'))
      .map((file) => join(projectRoot(), folder, file)),
  );

/** What stands between these in a source is a part of a mail, and not a whole one. */
const part = /<!-- part -->([\s\S]*)<!-- end of part -->/;

const written = async (file: string): Promise<string> => {
  const { html } = await mjml(readFileSync(file, 'utf8'), {
    // No font of MJML's own choice: each would be fetched from elsewhere.
    fonts: {},
    validationLevel: 'strict',
    keepComments: true,
  });
  return `${(part.exec(html)?.[1] ?? html)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim()}\n`;
};

for (const source of sources()) {
  const target = source.replace(/\.mjml$/, '.html.hbs');
  const html = await written(source);
  if (!process.argv.includes('--check')) writeFileSync(target, html);
  else if (readFileSync(target, 'utf8') !== html) {
    console.error(`${target} is stale: run \`npm run generate\`.`);
    process.exitCode = 1;
  }
}
