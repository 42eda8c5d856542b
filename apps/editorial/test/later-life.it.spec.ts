import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '#access';
import type { Announced, caseApproved } from '#contracts';
import { Forbidden } from '#platform';
import { aDatabaseName, mongoForThisFile } from '../../../test/support/engines.ts';
import { answers, atOnce } from '../../../test/support/eventually.ts';
import { StaleVersion } from '../src/cases/case.problems.ts';
import { shownVerification } from '../src/cases/sentences.ts';
import { ResourceNotMovable } from '../src/resources/resource.problems.ts';
import { presentState } from '../src/resources/resource-announcements.ts';
import {
  aCase,
  anAdoption,
  anOpinion,
  atOpening,
  aVerification,
  daysLater,
  openedAt,
  opinionsSaying,
} from './builders.ts';
import { aCommittee, aMember, loggedOf, noticesOf, ofNetwork, saying } from './committee.ts';

beforeAll(() => Logger.overrideLogger(false));

const { aDatabase } = mongoForThisFile();
let committee: ReturnType<typeof aCommittee>;
beforeEach(async () => {
  committee = await aDatabase(aCommittee);
});

const id = 'contribution-1';
const member = aMember('marie');
const author = ofNetwork('producer');
const reason = 'Le décret est abrogé.';

const aPublic: typeof committee.aPublic = (...given) => committee.aPublic(...given);
const now = async () => (await committee.resources.get(id)).current;
const told = async () => (await committee.toldOf(id)).map(({ type }) => type.split('.').slice(1, 3).join('.'));

describe('A member of the committee', () => {
  const move = (
    ...[command, given = { reason }, by = member]: [never, { reason: string; version?: number }?, Principal?]
  ) => committee.moveResource.execute(id, command, given, by, daysLater(40));

  it('flags, confirms, suspends, restores and withdraws, each told with its reason and the state before', async () => {
    await aPublic();
    for (const command of ['flag', 'confirm', 'suspend', 'restore', 'withdraw'] as never[]) await move(command);
    const events = await committee.toldOf(id);
    expect(await told()).toEqual([
      'resource.flagged',
      'resource.confirmed',
      'resource.suspended',
      'resource.restored',
      'resource.withdrawn',
    ]);
    expect(events.map(({ data }) => (data as { reason: string }).reason)).toEqual(Array(5).fill(reason));
    expect(events.at(-1)).toMatchObject({
      data: { resource: { status: 'withdrawn', statusReason: reason }, previous: { status: 'published' } },
    });
    await expect(move('restore' as never)).rejects.toBeInstanceOf(ResourceNotMovable);
  });

  it('who confirms verifies anew, for as long as the policy says', async () => {
    await aPublic({ verifiedUntil: '2026-03-03T09:00:00.000Z' });
    await move('confirm' as never);
    expect(await now()).toMatchObject({ status: 'published', verifiedUntil: '2028-04-11T09:00:00.000Z' });
  });

  it('may say which version was looked at, and is refused on another', async () => {
    await aPublic({ version: 2 });
    await expect(move('flag' as never, { reason, version: 1 })).rejects.toBeInstanceOf(StaleVersion);
  });

  it('moves it once, when several do the same at the same moment', async () => {
    await aPublic();
    const endings = await atOnce(5, (n) =>
      committee.moveResource.execute(id, 'withdraw', { reason }, aMember(`m${n}`), atOpening),
    );
    expect(answers(endings)).toHaveLength(1);
    expect(await told()).toEqual(['resource.withdrawn']);
  });

  it('of the producing network only asks, like any other author', async () => {
    await aPublic();
    const { request } = await move('flag' as never, { reason }, aMember('lou', 'etat', 'producer'));
    expect(request).toMatchObject({ command: 'flag', reason });
    expect(await now()).toMatchObject({ status: 'published' });
  });
});

describe('Those who are told', () => {
  it('are its networks, and, of what calls for care, those that took it up; the log keeps who did it', async () => {
    const adoption = anAdoption();
    await aPublic({}, { adoptions: [adoption], involvedNetworks: ['producer', 'partner'] });
    await committee.moveResource.execute(id, 'flag', { reason }, member, atOpening);
    await committee.moveResource.execute(id, 'confirm', { reason }, member, atOpening);
    expect(await noticesOf(committee.resources.store, id)).toEqual([
      'network producer: resource.flagged',
      'network partner: resource.flagged',
      `network ${adoption.network.id}: resource.flagged`,
      'network producer: resource.confirmed',
      'network partner: resource.confirmed',
    ]);
    expect(await loggedOf(committee.resources.store, id)).toEqual(['resource.flagged', 'resource.confirmed']);
  });
});

describe('A professional’s check', () => {
  const check = { version: 1, perimeter: 'le nouveau décret', independence: 'third-party' } as const;
  const lawyer: Principal = {
    ...member,
    id: 'paul',
    grants: [{ role: 'verifier', verifierKind: 'lawyer', network: 'cabinet' }],
  };

  it('is void once a flag says so, and shown again after another one, when a member confirms', async () => {
    const verification = shownVerification([aVerification()], openedAt);
    await aPublic({ verification }, { verifications: [aVerification()] });
    await committee.moveResource.execute(id, 'flag', { reason, voidsVerification: true }, member, atOpening);
    expect(await now()).toMatchObject({ status: 'flagged', verification: null });
    await committee.verifyResource.execute(id, check, lawyer, daysLater(1));
    expect(await now()).toMatchObject({ verification: null });
    await committee.moveResource.execute(id, 'confirm', { reason: 'Relue.' }, member, daysLater(2));
    expect(await now()).toMatchObject({ verification: { kind: 'lawyer', perimeter: check.perimeter } });
  });

  it('that has lapsed is shown no longer once a member confirms without another', async () => {
    const lapsing = aVerification({ validUntil: daysLater(1).toISOString() });
    await aPublic({ verification: shownVerification([lapsing], openedAt) }, { verifications: [lapsing] });
    expect((await now()).verification).not.toBeNull();
    await committee.moveResource.execute(id, 'confirm', { reason: 'Relue.' }, member, daysLater(2));
    expect((await now()).verification).toBeNull();
  });

  it('is of the version that is public, by somebody who is a verifier', async () => {
    await aPublic({ version: 2 });
    await expect(committee.verifyResource.execute(id, check, lawyer, atOpening)).rejects.toBeInstanceOf(StaleVersion);
    await expect(committee.verifyResource.execute(id, { ...check, version: 2 }, member, atOpening)).rejects.toThrow(
      Forbidden,
    );
  });
});

describe('An edit after approval', () => {
  it('F58: leaves the approved version public until the next one is approved', async () => {
    await committee.policies.current(atOpening);
    const first = await committee.open(aCase({ opinions: opinionsSaying('approve', 'approve') }));
    const hear = async (caseId: string) => {
      const [event] = await committee.outbox(caseId);
      await committee.publishResource.whenCaseApproved(event as unknown as Announced<typeof caseApproved>);
    };
    await committee.recordOpinion.execute(first._id, saying(anOpinion()), aMember('m', 'expert'), atOpening);
    await hear(first._id);
    const content = { title: 'Autre titre', change: 'Le titre.' };
    const second = await committee.open(
      aCase({ _id: 'case-2', version: 2, content, opinions: opinionsSaying('approve', 'approve') }),
    );
    expect(await now()).toMatchObject({ version: 1, title: 'Tenir une assemblée générale' });
    await committee.recordOpinion.execute(
      second._id,
      saying(anOpinion({ version: 2 })),
      aMember('m', 'expert'),
      daysLater(1),
    );
    expect(await now()).toMatchObject({ version: 1 });
    await hear(second._id);
    expect(await now()).toMatchObject({ version: 2, title: 'Autre titre' });
  });
});

describe('An author who wants a resource withdrawn', () => {
  const ask = () => committee.moveResource.execute(id, 'withdraw', { reason }, author, atOpening);

  it('asks, once, and a member does it with the author’s reason', async () => {
    await aPublic();
    const { request } = await ask();
    expect((await ask()).request).toEqual(request);
    expect(await told()).toEqual([]);
    const requestId = request?.id ?? '';
    await expect(committee.answerRequest.execute(id, requestId, null, author, atOpening)).rejects.toThrow(Forbidden);
    await committee.answerRequest.execute(id, requestId, null, member, atOpening);
    expect(await now()).toMatchObject({ status: 'withdrawn', statusReason: reason });
    expect((await committee.resources.get(id)).requests).toEqual([]);
  });

  it('still asks when a member flags it first', async () => {
    await aPublic();
    const { request } = await ask();
    const { resource } = await committee.moveResource.execute(id, 'flag', { reason }, member, atOpening);
    expect(resource.requests).toEqual([request]);
    await committee.moveResource.execute(id, 'withdraw', { reason }, member, atOpening);
    expect((await committee.resources.get(id)).requests).toEqual([]);
  });

  it('may be told no, and why', async () => {
    await aPublic();
    const { request } = await ask();
    const no = 'Six réseaux s’en servent.';
    const { requests, history } = await committee.answerRequest.execute(id, request?.id ?? '', no, member, atOpening);
    expect(requests).toEqual([]);
    expect(history).toMatchObject([{ what: 'request-declined', reason: no }]);
    expect(await now()).toMatchObject({ status: 'published' });
  });

  it('is not anybody: others have no right to that', async () => {
    await aPublic();
    const stranger = aMember('zoe', undefined, 'elsewhere');
    await expect(
      committee.moveResource.execute(id, 'withdraw', { reason }, { ...stranger, grants: [] }, atOpening),
    ).rejects.toThrow(Forbidden);
  });
});

describe('Time', () => {
  it('ends a resource on its date, once, whatever the number of instances', async () => {
    const name = aDatabaseName();
    committee = await aDatabase(aCommittee, name);
    const other = await aDatabase(aCommittee, name);
    await aPublic({ expiresAt: daysLater(1).toISOString() });
    await committee.expireDueResources.tick(atOpening);
    expect(await now()).toMatchObject({ status: 'published' });
    await atOnce(6, (n) => (n % 2 ? committee : other).expireDueResources.tick(daysLater(2)));
    expect(await now()).toMatchObject({ status: 'expired' });
    expect(await told()).toEqual(['resource.expired']);
  });

  it('ends a label on its date, and says so', async () => {
    await aPublic({ label: 'reference', labelledUntil: daysLater(1).toISOString() });
    await committee.expireDueResources.tick(daysLater(2));
    expect(await now()).toMatchObject({ status: 'published', label: 'none', labelledUntil: null });
    expect(await committee.toldOf(id)).toMatchObject([
      { data: { reason: 'Le label était accordé pour une durée, qui est écoulée.' } },
    ]);
  });

  it('never flags, suspends or withdraws', async () => {
    await aPublic({ verifiedUntil: daysLater(-100).toISOString() });
    await committee.expireDueResources.tick(daysLater(1000));
    expect(await told()).toEqual([]);
  });
});

describe('A lost stream', () => {
  it('is told all again: who took it up, the label, and the status last, none of more writes than there were', async () => {
    const resource = await aPublic({ label: 'reference', revisedAt: openedAt }, { adoptions: [anAdoption()] });
    await committee.moveResource.execute(id, 'suspend', { reason }, member, atOpening);
    const state = presentState(await committee.resources.get(resource._id));
    expect(state.map(({ type }) => type.split('.')[2])).toEqual(['revised', 'adopted', 'labelled', 'suspended']);
    for (const { data } of state) expect(data).toMatchObject({ resource: { status: 'suspended', label: 'reference' } });
  });
});
