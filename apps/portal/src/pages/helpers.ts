import Handlebars from 'handlebars';
import { assetPath } from '../assets/assets.ts';
import { counted, frenchDate, frenchNumber, spaced } from './french.ts';

const safe = (html: string) => new Handlebars.SafeString(html);

/**
 * What templates may call. Views bring words that are ready to print; these spare them what every page says.
 *
 * | helper                                | gives                                                         |
 * |---------------------------------------|---------------------------------------------------------------|
 * | `{{icon "rss"}}`                      | an icon that says nothing to a screen reader                  |
 * | `{{asset "comb.svg"}}`                | the address of a file of the design system                    |
 * | `{{date iso}}`                        | « 1er janvier 2026 » in a `time` element                      |
 * | `{{number 12500}}`                    | « 12 500 »                                                    |
 * | `{{counted 3 "avis" "avis"}}`         | « 3 avis »                                                    |
 * | `{{spaced text}}`                     | a text whose double signs stay with their words               |
 * | `{{#if (isOne items)}}`               | whether French says it in the singular                        |
 * | `{{#if (isNumber count)}}`            | whether there is one, zero included                           |
 * | `{{data value}}`                      | JSON for a `script` element that is data                      |
 */
export const helpers = {
  icon: (name: string) =>
    safe(`<svg class="icon" aria-hidden="true"><use href="${assetPath('icons.svg')}#${name}"></use></svg>`),
  asset: (name: string) => assetPath(name),
  date: (iso: string) => safe(`<time datetime="${Handlebars.escapeExpression(iso)}">${frenchDate(iso)}</time>`),
  // Not `number`: a helper hides what a view calls by its name.
  figures: (value: number) => frenchNumber(value),
  counted: (count: number, singular: string, plural: string) => counted(count, singular, plural),
  spaced: (text: unknown) => (typeof text === 'string' ? spaced(text) : ''),
  isOne: (items: readonly unknown[]) => items.length === 1,
  isNumber: (value: unknown) => typeof value === 'number',
  // Nothing that could end the element, or begin another.
  data: (value: unknown) => safe(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped)),
};

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
