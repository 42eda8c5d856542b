import type { PublicResource } from '#contracts';
import { audiences, families, formats, licences, territoryName, themes } from '#taxonomy';
import type { Entry } from '../catalogue/entry.ts';
import { isListed } from '../catalogue/entry.ts';
import { escapeXml } from '../feeds/xml.ts';
import type { PublicOrigin } from '../public-origin.ts';
import { datestamp, metadataPrefix, type OaiError, type OaiRequest } from './oai-request.ts';

const oai = 'http://www.openarchives.org/OAI/2.0/';
const instance = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const dcSchema = `${oai}oai_dc.xsd`;

export const element = (name: string, text: string | number): string => `<${name}>${escapeXml(String(text))}</${name}>`;

/** A whole answer around its content. */
export const envelope = (baseUrl: string, now: Date, request: OaiRequest | null, content: string): string => {
  const attributes = request
    ? Object.entries({ verb: request.verb, ...request.arguments })
        .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
        .join('')
    : '';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<OAI-PMH xmlns="${oai}" ${instance} xsi:schemaLocation="${oai} ${oai}OAI-PMH.xsd">`,
    element('responseDate', datestamp(now)),
    `<request${attributes}>${escapeXml(baseUrl)}</request>`,
    content,
    '</OAI-PMH>\n',
  ].join('\n');
};

export const errorXml = ({ code, message }: OaiError): string => `<error code="${code}">${escapeXml(message)}</error>`;

export const identifierOf = (id: string): string => `urn:essaim:${id}`;

export const headerXml = ({ _id, resource, changedAt }: Entry): string =>
  [
    `<header${isListed(resource) ? '' : ' status="deleted"'}>`,
    element('identifier', identifierOf(_id)),
    element('datestamp', datestamp(changedAt)),
    element('setSpec', resource.family),
    '</header>',
  ].join('');

/** What is not listed any more is a deleted record, for ever: its header alone. */
export const recordXml = (origin: PublicOrigin, entry: Entry): string => {
  const { resource } = entry;
  const metadata = isListed(resource) ? `\n<metadata>${dublinCore(origin.resource(resource))}</metadata>` : '';
  return `<record>${headerXml(entry)}${metadata}</record>`;
};

export const formatsXml = [
  '<metadataFormat>',
  element('metadataPrefix', metadataPrefix),
  element('schema', dcSchema),
  element('metadataNamespace', `${oai}oai_dc/`),
  '</metadataFormat>',
].join('');

export const setsXml = families.terms
  .map(({ id, label }) => `<set>${element('setSpec', id)}${element('setName', label)}</set>`)
  .join('\n');

/** The fifteen elements of Dublin Core, as far as a resource has them. */
const dublinCore = (resource: PublicResource): string => {
  const terms: readonly (readonly [name: string, text: string | null | undefined])[] = [
    ['title', resource.title],
    ['creator', resource.network.name],
    ['subject', families.label(resource.family)],
    ...resource.themes.map((id) => ['subject', themes.label(id)] as const),
    ['description', resource.summary],
    ['description', resource.fieldTest?.sentence],
    ['description', resource.verification?.sentence],
    ...resource.audiences.map((id) => ['description', `Public : ${audiences.label(id)}`] as const),
    ['publisher', resource.network.name],
    ['date', resource.revisedAt ?? resource.publishedAt],
    ['type', formats.label(resource.format)],
    ...resource.files.map(({ type }) => ['format', type] as const),
    ['identifier', identifierOf(resource.id)],
    ['identifier', resource.url],
    ['source', resource.adaptationOf && identifierOf(resource.adaptationOf)],
    ['language', resource.language],
    ...resource.links.map(({ url }) => ['relation', url] as const),
    ...resource.scope.include.map((code) => ['coverage', territoryName(code)] as const),
    ['rights', licences.label(resource.licence)],
    ['rights', licences.find(resource.licence)?.url],
  ];
  return [
    `<oai_dc:dc xmlns:oai_dc="${oai}oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" ${instance}`,
    ` xsi:schemaLocation="${oai}oai_dc/ ${dcSchema}">`,
    ...terms.flatMap(([name, text]) => (text ? [element(`dc:${name}`, text)] : [])),
    '</oai_dc:dc>',
  ].join('');
};
