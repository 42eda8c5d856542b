import { readFileSync } from 'node:fs';
import { applyDecorators, Header, Injectable } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import Handlebars from 'handlebars';

/** Nothing from elsewhere, and no script at all. */
export const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-language': 'fr',
  'content-security-policy': pagePolicy,
  'cache-control': 'no-cache',
  // The same address may answer an API client otherwise.
  vary: 'accept',
} as const;

/** A method that returns a page as a string. */
export const HtmlPage = () =>
  applyDecorators(...Object.entries(pageHeaders).map(([name, value]) => Header(name, value)));

/** Pages are for people: they are not part of the API's description. */
export const NotApi = ApiExcludeController;

export type Page<View> = (view: View) => string;

/** Templates beside the code that fills them, compiled at boot, in the one layout. They escape everything. */
@Injectable()
export class Pages {
  private readonly handlebars = Handlebars.create();

  constructor() {
    this.partial('layout', new URL('./layout.hbs', import.meta.url));
  }

  partial(name: string, file: URL): void {
    this.handlebars.registerPartial(name, readFileSync(file, 'utf8'));
  }

  compile<View>(file: URL): Page<View> {
    return this.handlebars.compile<View>(readFileSync(file, 'utf8'), { preventIndent: true });
  }
}
