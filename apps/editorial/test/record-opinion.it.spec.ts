import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { AlreadyVerifier, CaseDecided, CaseNotFound, OwnNetwork, StaleVersion } from '../src/cases/case.problems.ts';
import type { Case, Opinion } from '../src/cases/case.ts';
import { NoSeat } from '../src/committees/committee.problems.ts';
import { aCase, anOpinion, atOpening, aVerification, opinionsSaying } from './builders.ts';
import { aCommittee, aMember, saying } from './committee.ts';

beforeAll(() => Logger.overrideLogger(false));

describe('Giving an opinion', () => {
  const { aDatabase } = mongoForThisFile();
  let committee: ReturnType<typeof aCommittee>;
  beforeEach(async () => {
    committee = await aDatabase(aCommittee);
  });
  const opine = (member = aMember('marie'), given: Partial<Opinion> = {}, caseId = 'case-1') =>
    committee.recordOpinion.execute(caseId, saying(anOpinion(given)), member, atOpening);
  const open = (given: Parameters<typeof aCase>[0] = {}): Promise<Case> => committee.open(aCase(given));

  it('keeps it with the seat it was given from, and says what is still missing', async () => {
    await open();
    await committee.networks.model.collection.insertOne({ _id: 'network-marie' as never, networkKind: 'sectoral' });
    const { subject, missing } = await opine();
    expect(subject.opinions).toMatchObject([
      {
        member: 'marie',
        college: 'etat',
        network: 'network-marie',
        networkKind: 'sectoral',
        recommendation: 'approve',
      },
    ]);
    expect(missing.map(({ code }) => code)).toEqual(['opinions', 'colleges']);
    expect(await committee.outbox('case-1')).toEqual([]);
  });

  it('again replaces the first: a member counts once', async () => {
    await open();
    await opine();
    const { subject } = await opine(aMember('marie'), { recommendation: 'decline', comment: 'Réflexion faite.' });
    expect(subject.opinions).toMatchObject([{ member: 'marie', recommendation: 'decline' }]);
  });

  it('is for members of the committee', async () => {
    await open();
    const contributor = { ...aMember('luc'), grants: [{ role: 'contributor', network: 'n' }] } as const;
    await expect(opine(contributor)).rejects.toBeInstanceOf(NoSeat);
    const withoutCollege = { ...aMember('luc'), grants: [{ role: 'committee-member', network: 'n' }] } as const;
    await expect(opine(withoutCollege)).rejects.toBeInstanceOf(NoSeat);
  });

  it('is refused on another version than the one under review, which is named', async () => {
    await open({ version: 2 });
    const refusal = opine(aMember('marie'), { version: 1 });
    await expect(refusal).rejects.toBeInstanceOf(StaleVersion);
    await expect(refusal).rejects.toMatchObject({ status: 409, extra: { currentVersion: 2 } });
    await expect(opine(aMember('marie'), { version: 3 })).rejects.toBeInstanceOf(StaleVersion);
  });

  it('is refused to the people of a producing, co-producing or sponsoring network', async () => {
    await open({ involvedNetworks: ['producer', 'co-producer', 'sponsor'] });
    for (const network of ['producer', 'co-producer', 'sponsor']) {
      await expect(opine(aMember('marie', 'expert', network))).rejects.toBeInstanceOf(OwnNetwork);
    }
  });

  it('is refused to who verified it', async () => {
    await open({ verifications: [aVerification({ verifier: 'marie' })] });
    await expect(opine()).rejects.toBeInstanceOf(AlreadyVerifier);
  });

  it('is refused once the case is decided, and where there is none', async () => {
    await open({ opinions: opinionsSaying('approve', 'approve') });
    await opine(aMember('paul', 'expert'));
    await expect(opine()).rejects.toBeInstanceOf(CaseDecided);
    await expect(opine(aMember('marie'), {}, 'nowhere')).rejects.toBeInstanceOf(CaseNotFound);
  });

  it('leaves a refused case as it was', async () => {
    const opened = await open({ version: 2 });
    await opine(aMember('marie'), { version: 1 }).catch(() => undefined);
    expect(await committee.cases.store.find('case-1')).toEqual(opened);
  });

  it('closes a case on which every seat has spoken without agreeing, by asking for changes', async () => {
    const grants = (member: string) => [{ role: 'committee-member', college: 'etat', network: `network-${member}` }];
    const others = opinionsSaying('approve', 'decline');
    const members = [...others.map(({ member }) => member), 'marie', 'of-the-producer'];
    const seat = (member: string) => (member === 'of-the-producer' ? 'producer' : `network-${member}`);
    await committee.ring.members.collection.insertMany(
      members.map((member) => ({
        _id: member as never,
        v: 1,
        grants: grants(member).map((grant) => ({ ...grant, network: seat(member) })),
      })),
    );
    await open({ opinions: others });
    const { subject } = await opine(aMember('marie', 'expert'), {
      recommendation: 'request-changes',
      comment: 'Dater.',
    });
    expect(subject.decision).toMatchObject({ outcome: 'changes-requested', reasons: ['Dater.'] });
    expect(await committee.outbox('case-1')).toMatchObject([{ type: 'editorial.case.changes-requested.v1' }]);
  });

  it('sets aside the opinion of who later verifies the same version', async () => {
    await open();
    const marie = aMember('marie');
    await opine(marie);
    const verifier = { ...marie, grants: [{ role: 'verifier', verifierKind: 'lawyer', network: 'n' }] } as const;
    const given = { version: 1, perimeter: 'le droit local', independence: 'third-party' } as const;
    await committee.recordVerification.execute('case-1', given, verifier, atOpening);
    const { missing } = await opine(aMember('paul', 'expert'));
    expect(missing).toMatchObject([
      { code: 'opinions', needed: 2 },
      { code: 'colleges', needed: 2, not: ['expert'] },
    ]);
  });
});
