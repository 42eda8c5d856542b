import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { caseApproved } from '#contracts';
import { InvalidFields } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { answers, atOnce } from '../../../test/support/eventually.ts';
import type { AuditEntry } from '../src/audit/audit-log.ts';
import { CaseDecided, OwnNetwork, Recused } from '../src/cases/case.problems.ts';
import { NotRecallable } from '../src/committees/committee.problems.ts';
import { NoOpinion, NotSeated, NotUrgent } from '../src/reviewing/reviewing.problems.ts';
import { aCase, anOpinion, atOpening, daysLater, opinionsSaying } from './builders.ts';
import { aCommittee, aMember, loggedOf, noticesOf, saying } from './committee.ts';
import { aCommitteeOf, aSeat, fiveColleges } from './committees.ts';

beforeAll(() => Logger.overrideLogger(false));

const { aDatabase } = mongoForThisFile();
let committee: ReturnType<typeof aCommittee>;
beforeEach(async () => {
  committee = await aDatabase(aCommittee);
});
const id = 'case-1';
const marie = aMember('marie');
const subject = async () => (await committee.cases.store.find(id)) ?? aCase();
const opine = (who = marie, given = anOpinion()) => committee.recordOpinion.execute(id, saying(given), who, atOpening);
const logged = () => loggedOf(committee.cases.store, id);
const seated = (...people: string[]) =>
  committee.ring.members.collection.insertMany(
    people.map((person, n) => ({
      _id: person as never,
      v: 1,
      grants: [{ role: 'committee-member', network: `network-${person}`, college: fiveColleges[n % 5] }],
    })),
  );

describe('An opinion', () => {
  it('F57: withdrawn before the quorum opens the arithmetic again, and the case is decided once', async () => {
    await committee.open(aCase({ opinions: opinionsSaying('approve') }));
    await opine(marie);
    await committee.withdrawOpinion.execute(id, marie, atOpening);
    const { missing } = await opine(aMember('paul', 'expert'));
    expect(missing).toMatchObject([{ code: 'opinions', needed: 1 }, { code: 'colleges' }]);
    await opine(aMember('zoe', 'associatif'));
    expect((await subject()).decision).toMatchObject({ outcome: 'published', grounds: { opinions: 3 } });
    expect((await committee.outbox(id)).map(({ type }) => type)).toEqual([caseApproved.type]);
  });

  it('F57: withdrawn while another one decides makes one ending: decided with it, or open without it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const _id = `race-${round}`;
      const own = anOpinion({ member: 'marie', college: 'associatif' });
      await committee.open(aCase({ _id, contributionId: _id, opinions: [own, anOpinion()] }));
      await Promise.allSettled([
        committee.withdrawOpinion.execute(_id, marie, atOpening),
        committee.recordOpinion.execute(_id, saying(anOpinion()), aMember('paul', 'expert'), atOpening),
      ]);
      const found = await committee.cases.store.find(_id);
      expect(found?.opinions).toHaveLength(found?.decision ? 3 : 2);
      expect(await committee.outbox(_id)).toHaveLength(found?.decision ? 1 : 0);
    }
  });

  it('cannot be withdrawn after the decision, nor when there is none', async () => {
    await committee.open(aCase({ opinions: opinionsSaying('approve', 'approve') }));
    await expect(committee.withdrawOpinion.execute(id, marie, atOpening)).rejects.toBeInstanceOf(NoOpinion);
    await opine(aMember('paul', 'expert'));
    await expect(committee.withdrawOpinion.execute(id, aMember('paul'), atOpening)).rejects.toBeInstanceOf(CaseDecided);
  });

  it('F56: of an author is refused, and that they tried is in the log', async () => {
    await committee.open(aCase());
    await expect(opine(aMember('luc', 'etat', 'producer'))).rejects.toBeInstanceOf(OwnNetwork);
    const entries: AuditEntry[] = [];
    for await (const entry of committee.audit.since(new Date(0))) entries.push(entry);
    expect(entries).toMatchObject([
      { action: 'opinion.given', actor: { id: 'luc' }, subject: { id }, detail: { refused: 'own-network' } },
    ]);
    expect((await subject()).opinions).toEqual([]);
  });
});

describe('A member', () => {
  it('who recuses themselves no longer counts: neither by what they said nor by what they would say', async () => {
    await committee.open(aCase());
    await opine();
    await committee.recuse.execute(id, 'Je les conseille.', marie, atOpening);
    expect((await subject()).opinions).toEqual([]);
    await expect(opine()).rejects.toBeInstanceOf(Recused);
    expect(await logged()).toEqual(['opinion.given', 'member.recused']);
  });

  it('takes a case, or gives it to who counts there, who is told', async () => {
    await seated('marie', 'paul');
    await committee.open(aCase());
    await committee.assignCase.execute(id, 'marie', marie, atOpening);
    await committee.assignCase.execute(id, 'paul', marie, atOpening);
    expect((await subject()).assignments.map(({ person }) => person)).toEqual(['marie', 'paul']);
    expect(await noticesOf(committee.cases.store, id)).toEqual(['paul: case.assigned']);
    const { items } = await committee.assignees.of(id, marie, atOpening);
    expect(items).toMatchObject([
      { person: 'marie', name: null, isAssigned: true },
      { person: 'paul', isAssigned: true, isDeputy: false },
    ]);
    await committee.recuse.execute(id, 'Un lien.', aMember('paul'), atOpening);
    expect((await committee.assignees.of(id, marie, atOpening)).items.map(({ person }) => person)).toEqual(['marie']);
    await expect(committee.assignCase.execute(id, 'nobody', marie, atOpening)).rejects.toBeInstanceOf(NotSeated);
    await committee.assignCase.release(id, 'marie', marie, atOpening);
    expect((await subject()).assignments).toEqual([]);
  });

  it('asks about a field, and others answer until it is settled', async () => {
    await committee.open(aCase());
    const thread = await committee.discussCase.open(id, '/howToUse/0', 'Quel guide ?', marie, atOpening);
    await committee.discussCase.answer(id, thread.id, 'Le premier lien.', aMember('paul'), atOpening);
    const settled = await committee.discussCase.resolve(id, thread.id, marie, atOpening);
    expect(settled).toMatchObject({ field: '/howToUse/0', messages: [{ by: 'marie' }, { by: 'paul' }] });
    expect(settled.resolvedAt).not.toBeNull();
    await expect(committee.discussCase.open(id, '/howToUse/7', 'Et ?', marie, atOpening)).rejects.toBeInstanceOf(
      InvalidFields,
    );
    await expect(committee.discussCase.open(id, '/__proto__', 'Et ?', marie, atOpening)).rejects.toBeInstanceOf(
      InvalidFields,
    );
  });

  it('keeps a note that is nobody else’s', async () => {
    await committee.open(aCase());
    await committee.keepNote.execute(id, 'Appeler le réseau.', marie, atOpening);
    await committee.keepNote.execute(id, 'Rappeler.', marie, atOpening);
    expect((await subject()).notes).toMatchObject([{ person: 'marie', text: 'Rappeler.' }]);
    await committee.keepNote.execute(id, null, marie, atOpening);
    expect((await subject()).notes).toEqual([]);
  });

  it('finds first what their opinion unblocks, then what is urgent, then what is theirs', async () => {
    await seated('marie', 'paul');
    const open = (_id: string, given: Parameters<typeof aCase>[0] = {}) =>
      committee.open(aCase({ _id, contributionId: _id, ...given }));
    await open('a-spoken', { opinions: [anOpinion({ member: 'marie', seat: 'marie' })] });
    await open('b-plain');
    await open('c-mine', { assignments: [{ person: 'marie', by: 'paul', at: atOpening.toISOString() }] });
    await open('d-urgent', { urgent: { deadline: daysLater(2).toISOString(), reason: 'Décret.' } });
    await open('e-own', { involvedNetworks: ['network-marie'] });
    const { items, total } = await committee.queue.of(marie, { limit: 3 }, atOpening);
    expect(items.map(({ id: line }) => line)).toEqual(['d-urgent', 'c-mine', 'b-plain']);
    expect(total).toBe(4);
    const rest = await committee.queue.of(marie, { limit: 3, cursor: 'b-plain' }, atOpening);
    expect(rest.items).toMatchObject([{ id: 'a-spoken', canUnblock: false, mine: { recommendation: 'approve' } }]);
  });
});

describe('Legal watch', () => {
  it('may be urgent: no minimum delay, a deadline in hours, and those who have not spoken are called at once', async () => {
    await seated('marie', 'paul', 'zoe');
    const slow = { ...aCase().policy, minimumDelayWorkingDays: 2 };
    await committee.open(aCase({ policy: slow, content: { family: 'legal-watch' } }));
    await opine();
    await committee.urgeCase.execute(id, 'Décret du jour.', marie, atOpening);
    expect((await subject()).urgent).toMatchObject({ deadline: daysLater(2).toISOString() });
    expect(await noticesOf(committee.cases.store, id)).toEqual(['paul: case.urgent', 'zoe: case.urgent']);
    await opine(aMember('paul', 'expert'));
    expect((await opine(aMember('zoe', 'associatif'))).subject.decision).toMatchObject({ outcome: 'published' });
  });

  it('alone may be', async () => {
    await committee.open(aCase());
    await expect(committee.urgeCase.execute(id, 'Vite.', marie, atOpening)).rejects.toBeInstanceOf(NotUrgent);
  });
});

describe('A case of a committee', () => {
  const held = async (mandate: 'deconcentrated' | 'decentralised') => {
    const { v: _, ...made } = aCommitteeOf({
      mandate,
      seats: fiveColleges.map((college) => aSeat({ college, person: college })),
    });
    await committee.committees.store.insert(made, atOpening);
    await committee.open(aCase({ committee: 'committee-1' }));
    await opine(aMember('etat'));
  };
  const recall = () => committee.recallCase.execute(id, 'Portée nationale.', marie, atOpening);

  it('that is deconcentrated may be recalled: what was said is read, and counts no more', async () => {
    await held('deconcentrated');
    await recall();
    expect(await subject()).toMatchObject({ committee: 'national', opinions: [], setAside: [{ member: 'etat' }] });
    expect(await logged()).toEqual(['opinion.given', 'case.recalled']);
  });

  it('that is decentralised may not', async () => {
    await held('decentralised');
    await expect(recall()).rejects.toBeInstanceOf(NotRecallable);
  });
});

describe('Members are nudged', () => {
  const notices = async () => {
    const told: string[] = [];
    for (const { _id } of await committee.nudges.store.model.find({}).sort({ _id: 1 }).lean()) {
      told.push(...(await noticesOf(committee.nudges.store, _id)));
    }
    return told;
  };

  it('F54: once, however many instances look at the same moment, and only those who can help', async () => {
    await seated('marie', 'paul', 'zoe');
    const opinions = [
      anOpinion({ member: 'marie', seat: 'marie', college: 'etat' }),
      anOpinion({ college: 'associatif' }),
    ];
    await committee.open(aCase({ opinions }));
    await atOnce(6, () => committee.nudgeMembers.tick(daysLater(7)));
    await committee.nudgeMembers.tick(daysLater(7.5));
    // Paul is of a college that has spoken.
    expect(await notices()).toEqual(['zoe: case.reminder']);
  });

  it('F55: and the chair is told too, after the reminder', async () => {
    await seated('marie');
    const national = await committee.committees.get('national');
    await committee.committees.store.save(national, { chair: 'chloe' }, atOpening);
    await committee.open(aCase());
    await committee.nudgeMembers.tick(daysLater(7));
    await committee.nudgeMembers.tick(daysLater(10));
    expect(await notices()).toEqual(['chloe: case.escalated', 'marie: case.reminder']);
  });
});

describe('A second opinion from one seat', () => {
  it('at the same moment leaves one', async () => {
    await committee.open(aCase());
    const endings = await atOnce(5, () => opine());
    expect(answers(endings).length).toBeGreaterThan(0);
    expect((await subject()).opinions).toHaveLength(1);
  });
});
