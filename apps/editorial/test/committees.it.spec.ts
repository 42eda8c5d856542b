import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RevisionMismatch } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { NoSeat } from '../src/committees/committee.problems.ts';
import { foundedCommittee } from '../src/committees/committee.schema.ts';
import type { Committee } from '../src/committees/committee.ts';
import { newResource } from '../src/resources/resource.repository.ts';
import { aCase, anOpinion, aResource, atOpening, daysLater } from './builders.ts';
import { aCommittee, aMember, saying } from './committee.ts';
import { aCommitteeOf, aSeat, fiveColleges } from './committees.ts';

beforeAll(() => Logger.overrideLogger(false));

const { aDatabase } = mongoForThisFile();
let committee: ReturnType<typeof aCommittee>;
beforeEach(async () => {
  committee = await aDatabase(aCommittee);
});
const founded = async ({ v: _, ...given }: Committee = aCommitteeOf()): Promise<Committee> =>
  committee.committees.store.insert(given, atOpening);
const opine = (person: string, at = atOpening, caseId = 'case-1') =>
  committee.recordOpinion.execute(caseId, saying(anOpinion()), aMember(person), at);

const operator = aMember('nadia');

describe('A committee is composed', () => {
  const seat = (college: string) => ({ college, network: 'slug-a', person: `p-${college}` });
  const given = (seats: object[], more = {}) =>
    foundedCommittee.parse({ name: 'Comité', kind: 'territorial', territories: ['REG-32'], seats, ...more });
  const found = (seats: object[], more = {}) =>
    committee.composeCommittee.found(given(seats, more), operator, undefined, atOpening);
  beforeEach(async () => {
    const network = { _id: 'a' as never, v: 1, networkId: 'a', slug: 'slug-a', name: 'A' };
    await committee.networks.model.collection.insertOne(network);
    await committee.ring.members.collection.insertMany(
      fiveColleges.map((college) => ({
        _id: `p-${college}` as never,
        v: 1,
        grants: [{ role: 'committee-member', network: 'a', college }],
      })),
    );
  });
  const errorsOf = (refused: Promise<unknown>) =>
    refused.then(
      () => [],
      ({ errors }) => (errors as { code: string; pointer: string }[]).map(({ code, pointer }) => `${pointer} ${code}`),
    );

  it('with networks by id or slug, and answers to the national one', async () => {
    const made = await found([seat('etat'), seat('associatif')]);
    expect(made).toMatchObject({
      parent: 'national',
      mandate: 'deconcentrated',
      seats: [{ network: 'a' }, { network: 'a' }],
    });
    expect(await committee.committees.all()).toHaveLength(2);
  });

  it('never without the State or associations, nor of people or networks that are none', async () => {
    expect(await errorsOf(found([seat('expert')]))).toEqual([
      '/seats missing-college-etat',
      '/seats missing-college-associatif',
    ]);
    expect(await errorsOf(found([seat('etat'), { ...seat('associatif'), person: 'nobody' }]))).toEqual([
      '/seats/1/person no-member',
    ]);
    expect(await errorsOf(found([{ ...seat('etat'), network: 'nowhere' }, seat('associatif')]))).toEqual([
      '/seats/0/network unknown-network',
    ]);
    expect(await errorsOf(found([seat('etat'), seat('associatif')], { territories: [], chair: 'p-expert' }))).toEqual([
      '/territories required',
      '/chair no-seat',
    ]);
    const both = [seat('etat'), { ...seat('associatif'), deputy: 'p-etat' }];
    expect(await errorsOf(found(both))).toEqual(['/seats two-seats']);
  });

  it('under a committee that exists, and never under itself', async () => {
    const pair = [seat('etat'), seat('associatif')];
    expect(await errorsOf(found(pair, { parent: 'nowhere' }))).toEqual(['/parent unknown-committee']);
    const { _id, v } = await found(pair);
    expect(await errorsOf(committee.composeCommittee.amend(_id, { parent: _id }, v, operator, atOpening))).toEqual([
      '/parent circular',
    ]);
    const { v: _ } = await committee.composeCommittee.amend(_id, { name: 'Autre' }, v, operator, atOpening);
    await expect(
      committee.composeCommittee.amend(_id, { name: 'Encore' }, v, operator, atOpening),
    ).rejects.toBeInstanceOf(RevisionMismatch);
  });
});

describe('On a territorial committee', () => {
  const seats = fiveColleges.map((college) => aSeat({ college, person: college, deputy: `deputy-${college}` }));
  beforeEach(async () => {
    await founded(aCommitteeOf({ seats }));
    await committee.open(aCase({ committee: 'committee-1' }));
  });

  it('only who has a seat there gives an opinion', async () => {
    await expect(opine('somebody')).rejects.toBeInstanceOf(NoSeat);
    const { subject } = await opine('etat');
    expect(subject.opinions).toMatchObject([
      { member: 'etat', seat: seats[0]?.id, committee: 'committee-1', college: 'etat' },
    ]);
  });

  it('a seat counts once: what its deputy says replaces what its holder said', async () => {
    await opine('etat');
    const { subject, missing } = await opine('deputy-etat');
    expect(subject.opinions).toMatchObject([{ member: 'deputy-etat' }]);
    expect(missing[0]).toMatchObject({ code: 'opinions', needed: 2 });
  });

  it('nobody speaks after their term', async () => {
    const ended = seats.map((seat) => ({ ...seat, termEndsAt: daysLater(1).toISOString() }));
    const known = await committee.committees.get('committee-1');
    await committee.committees.store.save(known, { seats: ended }, atOpening);
    await opine('etat');
    await expect(opine('associatif', daysLater(2))).rejects.toBeInstanceOf(NoSeat);
  });
});

describe('A case', () => {
  const route = (given: Parameters<typeof aCase>[0]) => committee.seats.route(aCase(given), atOpening);
  const fromTheNorth = { scale: 'territorial', territories: ['DEP-59'] };

  it('goes to the committee of its territory when that one can decide, and above it otherwise', async () => {
    expect(await route({ content: fromTheNorth })).toMatchObject({ committee: 'national' });
    await founded();
    expect(await route({ content: fromTheNorth })).toMatchObject({ committee: 'committee-1' });
    const known = await committee.committees.get('committee-1');
    await committee.committees.store.save(known, { seats: known.seats?.slice(0, 2) ?? [] }, atOpening);
    expect(await route({ content: fromTheNorth })).toMatchObject({ committee: 'national' });
  });

  it('of a network that holds the deciding seats goes above them', async () => {
    const { seats } = await founded();
    const involvedNetworks = (seats ?? []).slice(0, 3).map(({ network }) => network);
    expect(await route({ content: fromTheNorth, involvedNetworks })).toMatchObject({ committee: 'national' });
  });

  it('on a sector is decided there, its territory being heard: both are counted', async () => {
    await founded();
    await founded(aCommitteeOf({ _id: 'sport', kind: 'sectoral', sector: 'sport', territories: [] }));
    const content = { ...fromTheNorth, support: 'specific', sector: 'sport' };
    expect(await route({ content })).toEqual({ committee: 'sport', consulted: ['committee-1'] });
    const subject = await committee.open(aCase({ content, committee: 'sport', consulted: ['committee-1'] }));
    expect(await committee.seats.countingOn(subject, atOpening)).toHaveLength(10);
  });
});

describe('What a territorial committee published', () => {
  const suspend = (person: string) =>
    committee.moveResource.execute('r', 'suspend', { reason: 'À relire.' }, aMember(person), atOpening);
  const published = async (mandate: Committee['mandate']) => {
    await founded(aCommitteeOf({ mandate, seats: [aSeat({ person: 'lea' })] }));
    const { v: _, ...made } = {
      ...newResource,
      _id: 'r',
      v: 1,
      committee: 'committee-1',
      current: aResource({ id: 'r' }),
    };
    await committee.resources.store.insert(made, atOpening);
  };

  it('its parent may override when it is deconcentrated', async () => {
    await published('deconcentrated');
    expect((await suspend('of-the-national-one')).resource.current.status).toBe('suspended');
  });

  it('its parent may not when it is decentralised: it may do so itself', async () => {
    await published('decentralised');
    await expect(suspend('of-the-national-one')).rejects.toBeInstanceOf(NoSeat);
    expect((await suspend('lea')).resource.current.status).toBe('suspended');
  });
});
