import { Injectable } from '@nestjs/common';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import { InvalidFields, NotFound, RevisionMismatch } from '#platform';
import { CatalogueRepository } from '../../catalogue/catalogue.repository.ts';
import { isListed } from '../../catalogue/entry.ts';
import { WrongMove } from './issue.problems.ts';
import { IssueRepository } from './issue.repository.ts';
import { type Issue, type IssueEdits, issueView, type NewIssue } from './issue.ts';

/** Letters before they leave. */
@Injectable()
export class EditIssue {
  constructor(
    private readonly issues: IssueRepository,
    private readonly catalogue: CatalogueRepository,
  ) {}

  /** @throws NotFound */
  async find(id: string): Promise<Issue> {
    const issue = await this.issues.store.find(id);
    if (issue?.frequency !== 'manual') throw new NotFound();
    return issue;
  }

  /** @throws InvalidFields naming each resource that is not public. */
  async create(wanted: NewIssue, author: string, request: IdempotentRequest | undefined, now: Date) {
    await this.requirePublic(wanted.resources);
    return createOnce(this.issues.store.model, request, async () => {
      const issue: Omit<Issue, 'v'> = {
        ...wanted,
        _id: newId(),
        frequency: 'manual',
        status: 'draft',
        content: [],
        author,
        approvedBy: null,
        createdAt: now,
        issuedAt: null,
        plannedAt: null,
        stopReason: null,
      };
      const answer = issueView({ ...issue, v: 1 });
      await this.issues.store.insert({ ...issue, idempotency: idempotencyOf(request, answer, now) }, now);
      return answer;
    });
  }

  /** Whoever changes it last is its author: somebody else approves. @throws RevisionMismatch (412) @throws WrongMove (409) */
  async change(id: string, edits: IssueEdits, revision: number, author: string, now: Date): Promise<Issue> {
    const issue = await this.find(id);
    if (issue.v !== revision) throw new RevisionMismatch();
    if (issue.status !== 'draft') throw new WrongMove(issue.status, 'draft');
    if (edits.resources) await this.requirePublic(edits.resources);
    return this.issues.store.save(issue, { ...edits, author }, now);
  }

  /** @throws WrongMove (409): what left is kept. */
  async remove(id: string): Promise<void> {
    const issue = await this.find(id);
    const { deletedCount } = await this.issues.store.model.deleteOne({ _id: id, status: 'draft' } as never);
    if (deletedCount === 0) throw new WrongMove(issue.status, 'removed');
  }

  private async requirePublic(ids: readonly string[]): Promise<void> {
    const found = await this.catalogue.findAll(ids);
    const known = new Set(found.filter(({ resource }) => isListed(resource)).map(({ _id }) => _id));
    const errors = ids.flatMap((id, index) => (known.has(id) ? [] : [unknownResource(id, index)]));
    if (errors.length) throw new InvalidFields(errors);
  }
}

const unknownResource = (id: string, index: number) => ({
  pointer: `/resources/${index}`,
  code: 'unknown-resource',
  detail: {
    fr: `Aucune ressource publiée n’a cet identifiant : « ${id} ».`,
    en: `No public resource has this id: “${id}”.`,
  },
});
