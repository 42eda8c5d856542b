import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { generateAtomFeed } from 'feedsmith';
import { z } from 'zod';
import { NotFound, Public } from '#platform';
import { frenchDate } from '#taxonomy';
import { PublicOrigin } from '../../public-origin.ts';
import { pageTemplate } from '../subscribers/pages.ts';
import { IssueRepository } from './issue.repository.ts';
import { type Issue, pathOf } from './issue.ts';
import { issueLetter } from './issue-letter.ts';

const perPage = 30;
const listQuery = z.object({ before: z.iso.datetime().optional().catch(undefined) });
const archivePage = pageTemplate('archive');
const letterPage = pageTemplate('letter');
const csp =
  "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Past letters, for everybody: those that editors wrote, and what the digests of each week and month said. */
@Controller('newsletters')
@Public()
export class ArchiveController {
  constructor(
    private readonly issues: IssueRepository,
    private readonly origin: PublicOrigin,
  ) {}

  @Get('archive')
  @Header('content-security-policy', csp)
  @Header('cache-control', 'public, max-age=60')
  async list(@Query() query: Record<string, unknown>, @Res() reply: FastifyReply) {
    const { before } = listQuery.parse(query);
    const found = await this.issues.issued(perPage, before ? new Date(before) : undefined);
    const last = found.length === perPage ? found.at(-1)?.issuedAt?.toISOString() : undefined;
    const letters = found.map(({ _id, title, issuedAt, content }) => ({
      path: pathOf(_id),
      title,
      date: frenchDate(issuedAt as Date),
      count: content.length === 1 ? 'une ressource' : `${content.length} ressources`,
    }));
    const older = last ? `/newsletters/archive?before=${encodeURIComponent(last)}` : null;
    await html(reply, archivePage({ title: 'Lettres passées', letters, older }));
  }

  @Get('archive.atom')
  @Header('cache-control', 'public, max-age=60')
  async feed(@Res() reply: FastifyReply) {
    const found = await this.issues.issued(perPage);
    const self = this.origin.address('/newsletters/archive.atom');
    const xml = generateAtomFeed({
      id: self,
      title: { value: 'Essaim : lettres' },
      updated: found[0]?.issuedAt ?? new Date(0),
      authors: [{ name: 'Essaim' }],
      links: [
        { rel: 'self', href: self, type: 'application/atom+xml' },
        { rel: 'alternate', href: this.origin.address('/newsletters/archive'), type: 'text/html' },
      ],
      entries: found.map((issue) => this.entryOf(issue)),
    });
    await reply.type('application/atom+xml; charset=utf-8').send(xml);
  }

  @Get('archive/:id')
  @Header('content-security-policy', csp)
  @Header('cache-control', 'public, max-age=60')
  async show(@Param('id') id: string, @Res() reply: FastifyReply) {
    const issue = await this.issues.store.find(id);
    // One that was stopped was read by some: it says so, and what it said.
    if (!issue?.issuedAt || issue.status === 'draft') throw new NotFound();
    const letter = issueLetter(issue, issue.issuedAt, this.origin);
    const isStopped = issue.status === 'stopped';
    await html(reply, letterPage({ ...letter, title: issue.title, date: frenchDate(issue.issuedAt), isStopped }));
  }

  private entryOf({ _id, title, introduction, issuedAt, content }: Issue) {
    const titles = content.map((resource) => resource.title).join(' ; ');
    const at = issuedAt as Date;
    return {
      id: `urn:essaim:issue:${_id}`,
      title: { value: title },
      updated: at,
      published: at,
      links: [{ rel: 'alternate', href: this.origin.address(pathOf(_id)), type: 'text/html', hreflang: 'fr' }],
      summary: { value: [...introduction, titles].join('\n') },
    };
  }
}

const html = async (reply: FastifyReply, body: string): Promise<void> => {
  await reply.type('text/html; charset=utf-8').send(body);
};
