import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Principal } from '#access';
import { type Announced, type AnnouncedResource, type labelDecided, type resourceAdopted } from '#contracts';
import { Forbidden } from '#platform';
import { aDatabaseName, mongoForThisFile } from '../../../test/support/engines.ts';
import { answers, atOnce } from '../../../test/support/eventually.ts';
import { OwnResource } from '../src/adoptions/adoption.problems.ts';
import { OwnNetwork, StaleVersion } from '../src/cases/case.problems.ts';
import type { Case } from '../src/cases/case.ts';
import { LabelNotPossible, NotLabelled, ProposalUnderWay } from '../src/labels/label.problems.ts';
import { ResourceNotMovable, ResourceNotPublished } from '../src/resources/resource.problems.ts';
import { newResource } from '../src/resources/resource.repository.ts';
import type { Resource } from '../src/resources/resource.ts';
import { presentState } from '../src/resources/resource-announcements.ts';
import { aCase, anAdoption, anOpinion, aResource, atOpening, aVerification, daysLater, openedAt } from './builders.ts';
import { aCommittee, aMember, saying } from './committee.ts';

beforeAll(() => Logger.overrideLogger(false));

const { aDatabase } = mongoForThisFile();
let committee: ReturnType<typeof aCommittee>;
beforeEach(async () => {
  committee = await aDatabase(aCommittee);
});

const id = 'contribution-1';
const member = aMember('marie');
const author: Principal = { ...aMember('luc', undefined, 'producer'), kind: 'network', id: 'producer', grants: [] };
const reason = 'Le décret est abrogé.';

const aPublic = async (current: Partial<AnnouncedResource> = {}, given: Partial<Resource> = {}): Promise<Resource> =>
  committee.resources.store.insert(
    {
      ...newResource,
      _id: id,
      involvedNetworks: ['producer'],
      current: aResource({ id, network: { id: 'producer', slug: 'riva-hdf', name: 'RIVA' }, ...current }),
      ...given,
    },
    atOpening,
  );
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

describe('An author who wants a resource withdrawn', () => {
  const ask = () => committee.moveResource.execute(id, 'withdraw', { reason }, author, atOpening);

  it('asks, once, and a member does it with the author’s reason', async () => {
    await aPublic();
    const { request } = await ask();
    expect((await ask()).request).toEqual(request);
    expect(await told()).toEqual([]);
    const requestId = request?.id ?? '';
    await expect(committee.moveResource.answer(id, requestId, { accept: true }, author, atOpening)).rejects.toThrow(
      Forbidden,
    );
    await committee.moveResource.answer(id, requestId, { accept: true }, member, atOpening);
    expect(await now()).toMatchObject({ status: 'withdrawn', statusReason: reason });
    expect((await committee.resources.get(id)).requests).toEqual([]);
  });

  it('may be told no, and why', async () => {
    await aPublic();
    const { request } = await ask();
    const no = { accept: false, reason: 'Six réseaux s’en servent.' } as const;
    const { requests, history } = await committee.moveResource.answer(id, request?.id ?? '', no, member, atOpening);
    expect(requests).toEqual([]);
    expect(history).toMatchObject([{ what: 'request-declined', reason: no.reason }]);
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

describe('A network that takes a resource up', () => {
  const facts = (networkId: string) => ({ networkId, slug: `slug-${networkId}`, name: 'La CRESS' });
  const cress: Principal = { ...author, id: 'cress' };
  beforeEach(async () => {
    await committee.networks.model.collection.insertMany(
      ['cress', 'producer'].map((network) => ({ _id: network as never, v: 1, ...facts(network) })),
    );
  });
  const given = { territory: 'DEP-33', mode: 'as-is', result: 'Utile.' } as const;
  const adopt = (by = cress, more = {}, request?: never) =>
    committee.adoptResource.execute(id, { ...given, ...more }, by, request, atOpening);

  it('is told of it with the state of the resource, and may add the result later', async () => {
    await aPublic();
    const first = await adopt(cress, { result: undefined });
    await adopt(cress, { result: undefined });
    const second = await adopt();
    expect(second).toMatchObject({ id: first.id, network: { id: 'cress' }, result: 'Utile.' });
    expect(await told()).toEqual(['resource.adopted', 'resource.adopted']);
    expect((await committee.resources.get(id)).adoptions).toHaveLength(1);
  });

  it('is never lost when many do at the same moment', async () => {
    await aPublic();
    const places = ['DEP-33', 'DEP-37', 'DEP-59', 'DEP-48', 'REG-53'];
    await atOnce(5, (n) => adopt(cress, { territory: places[n] }));
    expect((await committee.resources.get(id)).adoptions).toHaveLength(5);
  });

  it('cannot be one that produced it', async () => {
    await aPublic();
    await expect(adopt({ ...author, id: 'producer' })).rejects.toBeInstanceOf(OwnResource);
  });

  it.each(['suspended', 'expired', 'withdrawn'] as const)('cannot take up one that is %s', async (status) => {
    await aPublic({ status });
    await expect(adopt()).rejects.toBeInstanceOf(ResourceNotPublished);
  });
});

describe('A proposal as national reference', () => {
  const territorial = { scale: 'territorial', territories: ['REG-32'] };
  const published = async (current: Partial<AnnouncedResource> = {}, given: Partial<Resource> = {}): Promise<Case> => {
    await aPublic({ ...territorial, ...current }, { verifications: [aVerification()], ...given });
    return committee.open(aCase({ content: territorial, status: 'decided', version: current.version ?? 1 }));
  };
  const colleges = ['etat', 'associatif', 'partenaire-local', 'expert', 'expert'];
  const propose = (by = member) => committee.proposeLabel.execute(id, by, undefined, atOpening);
  const approve = async (caseId: string, n: number) =>
    committee.recordOpinion.execute(caseId, saying(anOpinion()), aMember(`m${n}`, colleges[n]), daysLater(1));
  const decidedBy = async (caseId: string) => {
    for (let n = 0; n < 5; n += 1) await approve(caseId, n);
    return committee.outbox(caseId);
  };
  const grant = async (caseId: string) => {
    const [event] = await decidedBy(caseId);
    await committee.grantLabel.whenLabelDecided(event as unknown as Announced<typeof labelDecided>);
    return event;
  };
  const inTwoPlaces = { adoptions: [anAdoption({ territory: 'DEP-33' }), anAdoption({ territory: 'REG-53' })] };

  it('is decided by five opinions of four colleges, and makes the reference for 24 months', async () => {
    await published({}, inTwoPlaces);
    const { caseId } = await propose();
    for (let n = 0; n < 4; n += 1) expect((await approve(caseId, n)).subject.decision).toBeNull();
    expect((await approve(caseId, 4)).subject.decision).toMatchObject({ outcome: 'labelled', reasons: [] });
    const [event] = await committee.outbox(caseId);
    const heard = () => committee.grantLabel.whenLabelDecided(event as unknown as Announced<typeof labelDecided>);
    await Promise.all([heard(), heard()]);
    await heard();
    expect(await told()).toEqual(['resource.labelled']);
    expect(await now()).toMatchObject({ label: 'reference', labelledUntil: '2028-03-03T09:00:00.000Z', version: 1 });
  });

  it('waits for the adoptions that it lacks, and is decided by the one that completes them', async () => {
    await published({}, { adoptions: inTwoPlaces.adoptions.slice(0, 1) });
    const { caseId } = await propose();
    expect(await decidedBy(caseId)).toEqual([]);
    const subject = (await committee.cases.store.find(caseId)) as Case;
    const { missing } = await committee.weighCase.execute(subject, daysLater(1));
    expect(missing).toMatchObject([{ code: 'adoptions', needed: 1 }]);
    const resource = await committee.resources.get(id);
    await committee.resources.store.save(resource, inTwoPlaces, daysLater(2));
    await committee.weighProposalAgain.whenAdopted({
      data: { resource: resource.current },
      occurredAt: daysLater(2).toISOString(),
    } as unknown as Announced<typeof resourceAdopted>);
    expect(await committee.outbox(caseId)).toMatchObject([{ data: { outcome: 'labelled' } }]);
  });

  it.each(['flagged', 'suspended', 'expired', 'withdrawn'] as const)(
    'of one that is %s is refused: R8',
    async (status) => {
      await published({ status }, inTwoPlaces);
      await expect(propose()).rejects.toMatchObject({ status: 409, constructor: ResourceNotPublished });
    },
  );

  it('of a national one, or under a licence that forbids adaptation, is refused with what is missing', async () => {
    await published({ scale: 'national', licence: 'link-only' });
    const refusal = propose();
    await expect(refusal).rejects.toBeInstanceOf(LabelNotPossible);
    await expect(refusal).rejects.toMatchObject({ extra: { missing: [{ code: 'scale' }, { code: 'licence' }] } });
  });

  it('is under way once, however many propose it at once', async () => {
    await published({}, inTwoPlaces);
    const endings = await atOnce(6, (n) => propose(aMember(`m${n}`)));
    expect(answers(endings)).toHaveLength(1);
    await expect(propose()).rejects.toBeInstanceOf(ProposalUnderWay);
  });

  it('is not for its own network to make or to judge', async () => {
    await published({}, inTwoPlaces);
    const own = aMember('lou', 'etat', 'producer');
    await expect(propose(own)).rejects.toBeInstanceOf(Forbidden);
    const { caseId } = await propose();
    await expect(committee.recordOpinion.execute(caseId, saying(anOpinion()), own, atOpening)).rejects.toBeInstanceOf(
      OwnNetwork,
    );
  });

  it('ends without a decision when a new version is published', async () => {
    await published({}, inTwoPlaces);
    const { caseId } = await propose();
    await committee.closeOutdatedProposals.whenItIsNoMore({
      occurredAt: openedAt,
      data: { resource: aResource({ id, version: 2 }), previous: null },
    } as never);
    expect(await committee.cases.store.find(caseId)).toMatchObject({ decision: { outcome: 'withdrawn' } });
    expect(await committee.outbox(caseId)).toEqual([]);
  });

  it('can be made again, to renew the label or after a revocation', async () => {
    await published({}, inTwoPlaces);
    await grant((await propose()).caseId);
    await committee.revokeLabel.execute(id, 'Un réseau signale une erreur.', member, daysLater(2));
    expect(await now()).toMatchObject({ label: 'none', labelledUntil: null });
    await expect(committee.revokeLabel.execute(id, 'Encore.', member, daysLater(3))).rejects.toThrow(NotLabelled);
    await grant((await propose()).caseId);
    expect(await told()).toEqual(['resource.labelled', 'resource.unlabelled', 'resource.labelled']);
  });

  it('decided before is not granted again by a repeat that comes after the revocation', async () => {
    await published({}, inTwoPlaces);
    const event = await grant((await propose()).caseId);
    await committee.revokeLabel.execute(id, 'Un réseau signale une erreur.', member, daysLater(2));
    await committee.grantLabel.whenLabelDecided(event as unknown as Announced<typeof labelDecided>);
    expect(await now()).toMatchObject({ label: 'none' });
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
