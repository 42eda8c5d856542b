import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { frenchSpaces, frenchSpacesInHtml } from './typography.ts';

/** What a template makes: both parts say the same. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const engine = Handlebars.create();
const read = (folder: URL, file: string): string => readFileSync(fileURLToPath(new URL(file, folder)), 'utf8');

engine.registerPartial('layout', read(new URL('./templates/', import.meta.url), 'layout.html.hbs'));
/** The whole of a mail gets its French spaces; this says so for one value. */
engine.registerHelper('fr', (value: unknown) => frenchSpaces(String(value ?? '')));

/** The place of one of several, as people count. */
engine.registerHelper('nth', (index: number) => index + 1);

/** Makes `{{> name}}` of `<name>.html.hbs` and `{{> name-text}}` of `<name>.text.hbs`, for every template read afterwards. */
export const mailPartial = (folder: URL, name: string): void => {
  engine.registerPartial(name, read(folder, `${name}.html.hbs`));
  engine.registerPartial(`${name}-text`, read(folder, `${name}.text.hbs`));
};

/**
 * Reads `<name>.html.hbs` and `<name>.text.hbs` of a folder, once. HTML escapes every value; the text part does not.
 * The subject is the first line of the text part.
 */
export const mailTemplate = <Values extends object>(folder: URL, name: string): ((values: Values) => Rendered) => {
  const html = engine.compile<Values>(read(folder, `${name}.html.hbs`));
  const text = engine.compile<Values>(read(folder, `${name}.text.hbs`), { noEscape: true });
  return (values) => {
    const [subject = '', ...rest] = text(values).split('\n');
    return {
      subject: subject.trim(),
      text: rest
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()
        .concat('\n'),
      html: frenchSpacesInHtml(html({ ...values, subject: subject.trim() })),
    };
  };
};
