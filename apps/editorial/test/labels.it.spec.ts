import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Announced, AnnouncedResource, labelDecided, resourceAdopted } from '#contracts';
import { Forbidden } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { answers, atOnce } from '../../../test/support/eventually.ts';
import { OwnNetwork } from '../src/cases/case.problems.ts';
import type { Case } from '../src/cases/case.ts';
import { LabelNotPossible, NotLabelled, ProposalUnderWay } from '../src/labels/label.problems.ts';
import { ResourceNotPublished } from '../src/resources/resource.problems.ts';
import type { Resource } from '../src/resources/resource.ts';
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

const aPublic: typeof committee.aPublic = (...given) => committee.aPublic(...given);
const now = async () => (await committee.resources.get(id)).current;
const told = async () => (await committee.toldOf(id)).map(({ type }) => type.split('.').slice(1, 3).join('.'));

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
