import { beforeEach, describe, expect, it } from 'vitest';
import { Forbidden, InvalidFields } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { answers, atOnce } from '../../../test/support/eventually.ts';
import { OwnResource } from '../src/adoptions/adoption.problems.ts';
import { FeedbackModerated, TooMuchFeedback } from '../src/feedback/feedback.problems.ts';
import { ResourceNotPublished } from '../src/resources/resource.problems.ts';
import { NotVolunteer, TrialOver, TrialUnderWay } from '../src/trials/trial.problems.ts';
import { trialReport } from '../src/trials/trial.ts';
import { atOpening, daysLater } from './builders.ts';
import { aCommittee, aMember, noticesOf, ofNetwork, outboxOf } from './committee.ts';

const { aDatabase } = mongoForThisFile();
let committee: ReturnType<typeof aCommittee>;
const id = 'contribution-1';
const [producer, cress, stranger] = ['producer', 'cress', 'stranger'].map(ofNetwork) as [
  ReturnType<typeof ofNetwork>,
  ReturnType<typeof ofNetwork>,
  ReturnType<typeof ofNetwork>,
];
beforeEach(async () => {
  committee = await aDatabase(aCommittee);
  await committee.networks.model.collection.insertMany(
    ['producer', 'cress', 'stranger'].map((networkId) => ({
      _id: networkId as never,
      v: 1,
      networkId,
      slug: networkId,
      name: networkId.toUpperCase(),
    })),
  );
});

const given = { territory: 'DEP-35', usefulness: 4, minutesSaved: 30, outcome: 'worked' } as const;
const say = (more: object, caller: ReturnType<typeof ofNetwork> | undefined = cress, at = atOpening) =>
  committee.giveFeedback.execute(id, { ...given, ...more }, { caller, address: '192.0.2.1' }, undefined, at);

describe('A trial', () => {
  const open = (by = producer) =>
    committee.openTrial.execute(
      id,
      { closesAt: daysLater(30).toISOString(), questions: ['Clair ?', 'Utile ?'] },
      by,
      undefined,
      atOpening,
    );

  it('is offered by its network or the committee, of what is published, one at a time', async () => {
    await committee.aPublic();
    await expect(open(stranger)).rejects.toBeInstanceOf(Forbidden);
    const endings = await atOnce(4, (n) => open(n % 2 ? producer : aMember('marie')));
    expect(answers(endings)).toHaveLength(1);
    await expect(open()).rejects.toBeInstanceOf(TrialUnderWay);
    await committee.aPublic({ id: 'r2', status: 'flagged' });
    const flagged = committee.openTrial.execute(
      'r2',
      { closesAt: daysLater(3).toISOString(), questions: ['?'] },
      producer,
      undefined,
      atOpening,
    );
    await expect(flagged).rejects.toBeInstanceOf(ResourceNotPublished);
  });

  it('is tried by other networks that volunteer, whose answers make the report', async () => {
    await committee.aPublic();
    const trial = await open();
    const join = (by = cress) =>
      committee.volunteerForTrial.execute(id, trial._id, { territory: 'DEP-35' }, by, atOpening);
    await expect(join(producer)).rejects.toBeInstanceOf(OwnResource);
    await join();
    expect((await join()).volunteers).toMatchObject([{ network: { id: 'cress' }, territory: 'DEP-35' }]);
    expect(await noticesOf(committee.trials.store, trial._id)).toEqual(['network producer: trial.volunteered']);

    const said = { trial: trial._id, answers: ['Oui.', 'Très.'] };
    await expect(say(said, stranger)).rejects.toBeInstanceOf(NotVolunteer);
    await expect(say({ ...said, answers: ['Oui.'] })).rejects.toBeInstanceOf(InvalidFields);
    await say(said);
    await say({ ...said, answers: ['Moyen.', 'Oui.'], usefulness: 2, minutesSaved: undefined, outcome: 'partly' });
    const report = trialReport(
      await committee.trials.get(trial._id, id),
      await committee.feedback.ofTrial(trial._id),
      atOpening,
    );
    expect(report).toMatchObject({
      answered: 2,
      usefulness: 3,
      minutesSaved: 30,
      outcomes: { worked: 1, partly: 1 },
      questions: [{ question: 'Clair ?', answers: ['Oui.', 'Moyen.'] }, { answers: ['Très.', 'Oui.'] }],
    });
    await committee.closeTrial.execute(id, trial._id, producer, daysLater(1));
    await expect(say(said)).rejects.toBeInstanceOf(TrialOver);
    await expect(join()).rejects.toBeInstanceOf(TrialOver);
  });

  it('is over on its day', async () => {
    await committee.aPublic();
    const { _id } = await open();
    await committee.volunteerForTrial.execute(id, _id, { territory: 'DEP-35' }, cress, atOpening);
    await expect(say({ trial: _id, answers: ['a', 'b'] }, cress, daysLater(30))).rejects.toBeInstanceOf(TrialOver);
  });
});

describe('Feedback', () => {
  it('is read by a member of another network before everyone sees it, once', async () => {
    await committee.aPublic();
    const { id: feedback } = await say({ comment: 'Bien.' }, undefined);
    const moderate = (status: 'published' | 'rejected', who = aMember('marie')) =>
      committee.moderateFeedback.execute(feedback, status, who, atOpening);
    await expect(moderate('published', aMember('luc', 'etat', 'producer'))).rejects.toBeInstanceOf(Forbidden);
    await moderate('published');
    await moderate('published');
    await expect(moderate('rejected')).rejects.toBeInstanceOf(FeedbackModerated);
    expect(await noticesOf(committee.feedback.store, feedback)).toEqual([
      'network producer: resource.feedback_received',
    ]);
    expect(await outboxOf(committee.feedback.store, feedback)).toMatchObject([
      {
        type: 'editorial.feedback.published.v1',
        data: { feedbackId: feedback, networkId: 'producer', comment: 'Bien.' },
      },
    ]);
    expect((await committee.feedback.list({ resource: id, status: 'published', limit: 10 })).total).toBe(1);
  });

  it('of one address is bounded in an hour, under whatever rush, and the address is not kept', async () => {
    await committee.aPublic();
    const endings = await atOnce(30, () => say({}, undefined));
    expect(answers(endings)).toHaveLength(20);
    const refused = endings.flatMap((ending) => (ending.status === 'rejected' ? [ending.reason] : []));
    for (const refusal of refused) expect(refusal).toBeInstanceOf(TooMuchFeedback);
    const kept = JSON.stringify(await committee.feedback.store.model.find({}).lean());
    expect(kept).not.toContain('192.0.2.1');
  });
});
