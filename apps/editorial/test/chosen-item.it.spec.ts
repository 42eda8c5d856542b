import { beforeEach, describe, expect, it } from 'vitest';
import { type Announced, caseOpened, itemDeselected, itemSelected } from '#contracts';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { CloseDeselectedCase } from '../src/cases/close-deselected-case.ts';
import { OpenCaseForItem } from '../src/cases/open-case-for-item.ts';
import { aCase, atOpening } from './builders.ts';
import { aCommittee, noticesOf, outboxOf } from './committee.ts';

const envelope = (aggregateVersion: number) => ({
  id: `event-${aggregateVersion}`,
  subject: 'item-1',
  aggregateVersion,
  occurredAt: atOpening.toISOString(),
});
/** The nth write of the item handed it to the committee. */
const selected = (nth: number, version = 1, isUrgent = false): Announced<typeof itemSelected> => {
  const { network, content } = aCase({ content: { family: 'legal-watch', fieldTest: null } });
  const urgent = isUrgent ? { reason: 'En vigueur demain.' } : null;
  const chosen = { itemId: 'item-1', version, network, involvedNetworks: [network.networkId], content };
  const by = { selectedBy: 'bastien', selectedAt: atOpening.toISOString(), urgent };
  return { ...envelope(nth), type: itemSelected.type, data: { ...chosen, ...by } };
};
const deselected = (nth: number, version = 1): Announced<typeof itemDeselected> => ({
  ...envelope(nth),
  type: itemDeselected.type,
  data: { itemId: 'item-1', version, reason: 'Choix repris.' },
});

describe('What a watch editor chose', () => {
  const { aDatabase } = mongoForThisFile();
  let committee: ReturnType<typeof aCommittee>;
  let open: OpenCaseForItem;
  let close: CloseDeselectedCase;
  beforeEach(async () => {
    committee = await aDatabase(aCommittee);
    const { cases, policies, closeWithdrawnCase, seats } = committee;
    open = new OpenCaseForItem(cases, policies, closeWithdrawnCase, seats);
    close = new CloseDeselectedCase(cases, closeWithdrawnCase);
    await policies.current(atOpening);
  });
  const all = async () => (await committee.cases.list({ limit: 10 })).items;

  it('comes before the committee once, whoever chose it not deciding alone', async () => {
    await open.whenSelected(selected(2));
    await open.whenSelected(selected(2));
    const [subject, ...others] = await all();
    expect(others).toEqual([]);
    expect(subject).toMatchObject({ contributionId: 'item-1', status: 'open', urgent: null, endorsedBy: 'bastien' });
    const told = await outboxOf(committee.cases.store, String(subject?._id));
    expect(told.map(({ type }) => type)).toEqual([caseOpened.type]);
  });

  it('has hours, and its members called at once, when its date presses', async () => {
    const grants = [{ role: 'committee-member', college: 'etat', network: 'another' }];
    await committee.ring.members.collection.insertOne({ _id: 'nadia', v: 1, grants } as never);
    await open.whenSelected(selected(2, 1, true));
    const [subject] = await all();
    const deadline = new Date(atOpening.getTime() + 48 * 3_600_000).toISOString();
    expect(subject).toMatchObject({ urgent: { deadline, reason: 'En vigueur demain.' } });
    expect(await noticesOf(committee.cases.store, String(subject?._id))).toEqual(['nadia: case.urgent']);
  });

  it('is judged no more once it was taken back, in whichever order that is heard, and again when it is chosen anew', async () => {
    await close.whenDeselected(deselected(3));
    await open.whenSelected(selected(2));
    expect(await all()).toMatchObject([
      { status: 'decided', decision: { outcome: 'withdrawn', reasons: ['Choix repris.'] } },
    ]);
    await open.whenSelected(selected(4, 2));
    await close.whenDeselected(deselected(3));
    expect((await all()).map(({ version, status }) => [version, status])).toEqual([
      [1, 'decided'],
      [2, 'open'],
    ]);
  });
});
