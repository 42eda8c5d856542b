import { Injectable } from '@nestjs/common';
import { PublicOrigin } from '../public-origin.ts';
import { OaiRepository } from './oai.repository.ts';
import {
  checkFormat,
  datestamp,
  OaiError,
  type OaiRequest,
  readOaiRequest,
  selectionOf,
  type Verb,
} from './oai-request.ts';
import { element, envelope, errorXml, formatsXml, headerXml, identifierOf, recordXml, setsXml } from './oai-xml.ts';
import { resumptionOf, tokenOf } from './resumption.ts';

const pageLength = 100;
const born = new Date('2026-01-01T00:00:00.000Z');

/** OAI-PMH 2.0: the catalogue for libraries and documentation centres. */
@Injectable()
export class AnswerHarvester {
  constructor(
    private readonly records: OaiRepository,
    private readonly origin: PublicOrigin,
  ) {}

  /** Always an answer: what is wrong with a request is said in the words of the protocol. */
  async execute(pairs: Iterable<readonly [string, string]>, now: Date): Promise<string> {
    let request: OaiRequest | null = null;
    try {
      request = readOaiRequest(pairs);
      return envelope(this.baseUrl, now, request, await this.answers[request.verb](request));
    } catch (error) {
      if (!(error instanceof OaiError)) throw error;
      // §3.2: the arguments are not repeated when they, or the verb, are what is wrong.
      const shown = error.code === 'badArgument' || error.code === 'badVerb' ? null : request;
      return envelope(this.baseUrl, now, shown, errorXml(error));
    }
  }

  private readonly answers: Readonly<Record<Verb, (request: OaiRequest) => Promise<string>>> = {
    Identify: () => this.identify(),
    ListMetadataFormats: async ({ arguments: { identifier } }) => {
      if (identifier !== undefined) await this.find(identifier);
      return `<ListMetadataFormats>${formatsXml}</ListMetadataFormats>`;
    },
    ListSets: async ({ arguments: { resumptionToken } }) => {
      if (resumptionToken !== undefined) throw new OaiError('badResumptionToken', 'The list of sets is whole.');
      return `<ListSets>\n${setsXml}\n</ListSets>`;
    },
    ListIdentifiers: (request) => this.list(request),
    ListRecords: (request) => this.list(request),
    GetRecord: async ({ arguments: { identifier, metadataPrefix } }) => {
      if (identifier === undefined) throw new OaiError('badArgument', 'identifier is missing.');
      if (metadataPrefix === undefined) throw new OaiError('badArgument', 'metadataPrefix is missing.');
      const entry = await this.find(identifier);
      checkFormat(metadataPrefix);
      return `<GetRecord>\n${recordXml(this.origin, entry)}\n</GetRecord>`;
    },
  };

  private get baseUrl(): string {
    return this.origin.address('/oai');
  }

  private async find(identifier: string) {
    const [, id = ''] = /^urn:essaim:([\w-]{1,100})$/.exec(identifier) ?? [];
    const entry = id && identifierOf(id) === identifier ? await this.records.find(id) : null;
    if (!entry) throw new OaiError('idDoesNotExist', 'There is no such record.');
    return entry;
  }

  private async identify(): Promise<string> {
    const { hostname } = new URL(this.origin.origin);
    return [
      '<Identify>',
      element('repositoryName', 'Essaim'),
      element('baseURL', this.baseUrl),
      element('protocolVersion', '2.0'),
      element('adminEmail', `contact@${hostname}`),
      element('earliestDatestamp', datestamp((await this.records.earliest()) ?? born)),
      element('deletedRecord', 'persistent'),
      element('granularity', 'YYYY-MM-DDThh:mm:ssZ'),
      '</Identify>',
    ].join('\n');
  }

  private async list(request: OaiRequest): Promise<string> {
    const { verb, arguments: given } = request;
    const { resumptionToken, ...others } = given;
    if (resumptionToken !== undefined && Object.keys(others).length > 0) {
      throw new OaiError('badArgument', 'resumptionToken stands alone.');
    }
    const resumed = resumptionToken === undefined ? null : resumptionOf(resumptionToken);
    const selection = resumed?.selection ?? selectionOf(request);
    const page = await this.records.page(selection, resumed?.after ?? null, pageLength + 1);
    const shown = page.slice(0, pageLength);
    if (shown.length === 0 && !resumed) throw new OaiError('noRecordsMatch', 'Nothing changed in that time.');
    const before = resumed?.given ?? 0;
    const last = page.length > pageLength ? shown.at(-1) : undefined;
    const next = last && tokenOf({ selection, after: [last.changedAt, last._id], given: before + shown.length });
    const size = resumed || next ? await this.records.count(selection) : 0;
    return [
      `<${verb}>`,
      ...shown.map((entry) => (verb === 'ListRecords' ? recordXml(this.origin, entry) : headerXml(entry))),
      // The last page of a list that came in pages ends with an empty token.
      ...(size
        ? [`<resumptionToken completeListSize="${size}" cursor="${before}">${next ?? ''}</resumptionToken>`]
        : []),
      `</${verb}>`,
    ].join('\n');
  }
}
