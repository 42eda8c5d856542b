import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InvalidFields } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { minutesOf, minutesText } from '../src/sessions/minutes.ts';
import { NotChair, NotOnAgenda, SessionOver } from '../src/sessions/session.problems.ts';
import { plannedSession, type RecordedVotes, type Session } from '../src/sessions/session.ts';
import { calendarOf } from '../src/sessions/session-calendar.ts';
import { aCase, anOpinion, atOpening, daysLater, opinionsSaying } from './builders.ts';
import { aCommittee, aMember, noticesOf, saying } from './committee.ts';
import { fiveColleges } from './committees.ts';

beforeAll(() => Logger.overrideLogger(false));

const { aDatabase } = mongoForThisFile();
let committee: ReturnType<typeof aCommittee>;
let session: Session;
const marie = aMember('marie');
const members = ['marie', 'paul', 'zoe', 'lou', 'max'];
const given = {
  startsAt: '2026-03-10T09:00:00+01:00',
  endsAt: '2026-03-10T11:00:00+01:00',
  visioUrl: 'https://visio.example/x',
};
beforeEach(async () => {
  committee = await aDatabase(aCommittee);
  await committee.ring.members.collection.insertMany(
    members.map((person, n) => ({
      _id: person as never,
      v: 1,
      grants: [{ role: 'committee-member', network: `network-${person}`, college: fiveColleges[n] }],
    })),
  );
  session = await committee.planSession.plan(plannedSession.parse(given), marie, undefined, atOpening);
});

const objected = async () => {
  await committee.open(aCase({ opinions: opinionsSaying('approve') }));
  await committee.objectToCase.execute('case-1', 'Le droit local n’est pas traité.', marie, atOpening);
};
const agenda = async () => (await committee.agenda.of(session, daysLater(8))).map(({ caseId, why }) => [caseId, why]);
const vote = (votes: RecordedVotes['votes'], by = marie, caseId = 'case-1') =>
  committee.recordVotes.execute(session._id, { caseId, votes }, by, daysLater(8));
const votesOf = (...recommendations: ('approve' | 'decline')[]) =>
  recommendations.map((recommendation, n) => ({ seat: members[n] ?? '', recommendation, comment: 'Débattue.' }));

describe('An objection', () => {
  it('holds every decision up, tells the members, and is before the next session', async () => {
    await objected();
    for (const [n, person] of ['paul', 'zoe', 'lou'].entries()) {
      const member = aMember(person, fiveColleges[n]);
      const { missing } = await committee.recordOpinion.execute('case-1', saying(anOpinion()), member, atOpening);
      expect(missing[0]).toMatchObject({ code: 'session' });
    }
    await committee.decideCase.execute((await committee.cases.store.find('case-1')) as never, {}, daysLater(60));
    expect(await committee.cases.store.find('case-1')).toMatchObject({ status: 'in-session', decision: null });
    expect(await agenda()).toEqual([['case-1', 'objection']]);
    expect(await noticesOf(committee.cases.store, 'case-1')).toEqual(
      ['paul', 'zoe', 'lou', 'max'].map((person) => `${person}: case.objection`),
    );
  });
});

describe('A session', () => {
  it('has before it what was objected to, and what opinions left undecided', async () => {
    await objected();
    await committee.open(
      aCase({ _id: 'stuck', contributionId: 'c2', opinions: opinionsSaying('approve', 'decline', 'request-changes') }),
    );
    await committee.open(aCase({ _id: 'young', contributionId: 'c3' }));
    expect(await agenda()).toEqual([
      ['case-1', 'objection'],
      ['stuck', 'disagreement'],
    ]);
  });

  it('decides by the same arithmetic, from the votes that its chair records, once', async () => {
    await objected();
    expect((await vote(votesOf('approve', 'decline'))).subject).toMatchObject({ status: 'in-session', decision: null });
    const { subject } = await vote(votesOf('decline', 'decline', 'decline', 'approve', 'decline'));
    expect(subject).toMatchObject({ status: 'decided', decision: { outcome: 'declined', grounds: { opinions: 6 } } });
    expect(await committee.outbox('case-1')).toHaveLength(1);
    await expect(vote(votesOf('approve'))).rejects.toMatchObject({ type: 'case-decided' });
  });

  it('takes votes of seats that count, from its chair alone', async () => {
    await objected();
    const ofNobody = [{ seat: 'nobody', recommendation: 'approve' as const }];
    await expect(vote(ofNobody)).rejects.toBeInstanceOf(InvalidFields);
    const national = await committee.committees.get('national');
    await committee.committees.store.save(national, { chair: 'paul' }, atOpening);
    await expect(vote(votesOf('approve'))).rejects.toBeInstanceOf(NotChair);
    await committee.open(aCase({ _id: 'elsewhere', contributionId: 'c2', committee: 'committee-1' }));
    await expect(vote(votesOf('approve'), aMember('paul'), 'elsewhere')).rejects.toBeInstanceOf(NotOnAgenda);
  });

  it('is in the minutes with what was said and decided, by college and without a name', async () => {
    await objected();
    await committee.open(
      aCase({ _id: 'later', contributionId: 'c2', opinions: opinionsSaying('approve', 'decline', 'request-changes') }),
    );
    await vote(votesOf('decline', 'decline', 'decline', 'decline'));
    session = await committee.planSession.hold(session._id, 'Prochaine séance en mai.', marie, daysLater(8));
    const items = await committee.agenda.of(session, daysLater(9));
    const cases = await Promise.all(
      items.map(async ({ caseId }) => (await committee.cases.store.find(caseId)) ?? aCase()),
    );
    const minutes = minutesOf(session, 'Comité éditorial national', cases);
    expect(minutes.items.map(({ caseId, outcome }) => [caseId, outcome]).sort()).toEqual([
      ['case-1', 'declined'],
      ['later', null],
    ]);
    const text = minutesText(minutes);
    expect(text).toContain('Compte rendu de la séance du 10 mars 2026');
    expect(text).toContain('Objection : Le droit local n’est pas traité.');
    expect(text).toContain('Décision : Non retenue (règles, version 1)');
    expect(text).toContain('Décision : reportée à la prochaine séance');
    for (const person of members) expect(text).not.toContain(person);
  });

  it('that was held stays so, and takes no vote', async () => {
    await objected();
    await committee.planSession.hold(session._id, null, marie, daysLater(8));
    await expect(committee.planSession.hold(session._id, null, marie, daysLater(9))).rejects.toBeInstanceOf(
      SessionOver,
    );
    await expect(vote(votesOf('approve'))).rejects.toBeInstanceOf(SessionOver);
  });

  it('is moved and cancelled, each told to those who sit there', async () => {
    const moved = await committee.planSession.move(
      session._id,
      { startsAt: '2026-03-10T07:00:00Z' },
      session.v,
      marie,
      atOpening,
    );
    expect(moved).toMatchObject({ startsAt: '2026-03-10T07:00:00.000Z', endsAt: '2026-03-10T10:00:00.000Z' });
    await committee.planSession.move(session._id, { status: 'cancelled' }, moved.v, marie, atOpening);
    const told = await noticesOf(committee.sessions.store, session._id);
    expect(told.filter((notice) => notice.startsWith('paul'))).toEqual([
      'paul: session.planned',
      'paul: session.moved',
      'paul: session.cancelled',
    ]);
    const late = { endsAt: '2026-03-01T07:00:00Z' };
    await expect(committee.planSession.move(session._id, late, 99, marie, atOpening)).rejects.toMatchObject({
      status: 412,
    });
  });

  it('is in calendars, with the video call for members only', () => {
    const forMembers = calendarOf([session], true);
    expect(forMembers).toContain('DTSTART:20260310T080000Z');
    expect(forMembers).toContain(`UID:session-${session._id}@essaim`);
    expect(forMembers).toContain('visio.example');
    expect(calendarOf([session], false)).not.toContain('visio.example');
  });
});
