import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { newId } from '#persistence';
import { InvalidFields } from '#platform';
import type { Case, Thread } from '../cases/case.ts';
import { ChangeCase } from './change-case.ts';
import { ThreadNotFound } from './reviewing.problems.ts';

/** Members talk about a case, each exchange at the field that it is about. */
@Injectable()
export class DiscussCase {
  constructor(private readonly changeCase: ChangeCase) {}

  async open(caseId: string, field: string, text: string, caller: Principal, now: Date): Promise<Thread> {
    const id = newId();
    const { subject } = await this.changeCase.execute(caseId, caller, now, (subject, { college }) => {
      if (!isIn(subject.content, field)) throw new InvalidFields([unknownField(field)]);
      const thread = {
        id,
        field,
        messages: [{ by: caller.id, college, text, at: now.toISOString() }],
        resolvedAt: null,
      };
      return { changes: { threads: [...subject.threads, thread] }, action: 'thread.opened', detail: { field } };
    });
    return threadOf(subject, id);
  }

  async answer(caseId: string, threadId: string, text: string, caller: Principal, now: Date): Promise<Thread> {
    const { subject } = await this.changeCase.execute(caseId, caller, now, (subject, { college }) => {
      const { messages } = threadOf(subject, threadId);
      const message = { by: caller.id, college, text, at: now.toISOString() };
      const changed = { messages: [...messages, message], resolvedAt: null };
      return { changes: { threads: withThread(subject, threadId, changed) }, action: 'thread.answered' };
    });
    return threadOf(subject, threadId);
  }

  async resolve(caseId: string, threadId: string, caller: Principal, now: Date): Promise<Thread> {
    const { subject } = await this.changeCase.execute(caseId, caller, now, (subject) => {
      if (threadOf(subject, threadId).resolvedAt) return null;
      const changed = { resolvedAt: now.toISOString() };
      return { changes: { threads: withThread(subject, threadId, changed) }, action: 'thread.resolved' };
    });
    return threadOf(subject, threadId);
  }
}

const threadOf = ({ threads }: Case, id: string): Thread => {
  const thread = threads.find((other) => other.id === id);
  if (!thread) throw new ThreadNotFound();
  return thread;
};

const withThread = ({ threads }: Case, id: string, changed: Partial<Thread>): Thread[] =>
  threads.map((thread) => (thread.id === id ? { ...thread, ...changed } : thread));

/** Whether a JSON Pointer (RFC 6901) leads somewhere in it. */
const isIn = (content: unknown, pointer: string): boolean => {
  let at = content;
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = (at as Record<string, unknown>)[name];
  }
  return true;
};

const unknownField = (field: string) => ({
  pointer: '/field',
  code: 'unknown-field',
  detail: { fr: `Ce dossier n’a pas de champ « ${field} ».`, en: `This case has no field “${field}”.` },
});
