import { applyDecorators, Header, SetMetadata } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** Nothing from elsewhere, and no script or style but our own files. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-language': 'fr',
  'content-security-policy': pagePolicy,
  'cache-control': 'no-cache',
  // The same address may answer an API client otherwise, and greets who is signed in.
  vary: 'accept, accept-encoding, cookie',
} as const;

export const templateOfPage = Symbol('template of a page');

/** Of every page, so that a template that cannot be read is found at boot. */
export const templatesOfPages = new Set<URL>();

/** A view in another template than its method's own: a tombstone instead of the resource. */
export class Shown {
  constructor(
    readonly template: URL,
    readonly view: object,
  ) {
    templatesOfPages.add(template);
  }
}

/**
 * A method that answers a page: it returns the view, and the template is filled in the layout. Without a template it
 * returns the page as a string.
 */
export const HtmlPage = (template?: URL) => {
  if (template) templatesOfPages.add(template);
  return applyDecorators(
    ...Object.entries(pageHeaders).map(([name, value]) => Header(name, value)),
    SetMetadata(templateOfPage, template),
  );
};

/** Pages are for people: they are not part of the API's description. */
export const NotApi = ApiExcludeController;
