import { Injectable } from '@nestjs/common';
import { CaseRepository } from '../cases/case.repository.ts';
import type { Case } from '../cases/case.ts';
import { WeighCase } from '../cases/weigh-case.ts';
import type { Session } from './session.ts';

export interface AgendaItem {
  readonly caseId: string;
  readonly version: number;
  readonly title: string;
  readonly network: string;
  /** Why opinions alone did not decide it. */
  readonly why: 'objection' | 'disagreement' | 'decided';
  readonly objections: readonly string[];
}

/** What a session has before it: objections first, then what opinions left undecided, then what it already decided. */
@Injectable()
export class Agenda {
  constructor(
    private readonly cases: CaseRepository,
    private readonly weighCase: WeighCase,
  ) {}

  async of(session: Session, now: Date): Promise<AgendaItem[]> {
    const decided = await this.cases.decidedIn(session._id);
    if (session.agenda) {
      const found = await Promise.all(session.agenda.map((id) => this.cases.store.find(id)));
      return found.flatMap((subject) =>
        subject ? [itemOf(subject, subject.decision ? 'decided' : whyOf(subject))] : [],
      );
    }
    const open = (await this.cases.undecidedCases(500)).filter(({ committee }) => committee === session.committee);
    const objected = open.filter(({ status }) => status === 'in-session');
    const stuck: Case[] = [];
    for (const subject of open.filter(({ status }) => status === 'open')) {
      const { missing } = await this.weighCase.execute(subject, now);
      if (missing.some(({ code }) => code === 'agreement')) stuck.push(subject);
    }
    return [
      ...[...objected, ...stuck].map((subject) => itemOf(subject, whyOf(subject))),
      ...decided.map((subject) => itemOf(subject, 'decided')),
    ];
  }
}

const whyOf = ({ objections }: Case) => (objections.length ? 'objection' : 'disagreement');

const itemOf = (subject: Case, why: AgendaItem['why']): AgendaItem => ({
  caseId: subject._id,
  version: subject.version,
  title: subject.content.title,
  network: subject.network.name,
  why,
  objections: subject.objections.map(({ reason }) => reason),
});
