import { describe, expect, it } from 'vitest';
import { type AnnouncedResource, allEvents } from '#contracts';
import { aResource } from '../../../../../libs/contracts/test/builders.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { anEvent } from '../test/workshop.ts';
import { bodySchema } from './event-schemas.ts';
import { outgoingOf, type WebhookEvent } from './outgoing.ts';

const origin = new PublicOrigin('https://essaim.example');
const told = (event: WebhookEvent) => outgoingOf(event, origin, { network: 'n-producer', title: 'Guide' });
const resourceTypes = allEvents().filter(({ type }) => type.startsWith('editorial.resource.'));
const adoption = {
  id: 'a1',
  network: { id: 'n2', slug: 's2', name: 'Autre' },
  territory: 'DEP-33',
  mode: 'as-is',
  result: null,
  adoptedAt: '2026-03-02T09:00:00.000Z',
};
const about = (type: string, resource: Partial<AnnouncedResource>, previous: Partial<AnnouncedResource> | null) =>
  anEvent(
    {},
    {
      type,
      data: {
        resource: aResource(resource),
        previous: previous && aResource(previous),
        ...(type.includes('adopted') ? { adoption } : { reason: 'Motif.' }),
      },
    },
  );

describe('What becomes of a resource', () => {
  it.each(resourceTypes.map(({ type }) => type))('%s is told as a body that fits its schema', (type) => {
    const [first] = told(about(type, { id: 'r' }, { id: 'r' }));
    if (!first) throw new Error('told to nobody');
    // A name that goes makes no type of its own.
    const name = type.replace('credit-removed', 'revised');
    expect(first.type).toBe(name.replace(/^editorial\./, '').replace(/\.v1$/, ''));
    const body = { type: first.type, timestamp: first.occurredAt, sequence: 1, data: first.data };
    expect(bodySchema(first.type).safeParse(JSON.parse(JSON.stringify(body))).error?.issues ?? []).toEqual([]);
    expect(first).toMatchObject({ about: 'r', isSequel: true, network: null });
  });

  it('concerns whoever wants it as it is or as it was: leaving a filter is never silent', () => {
    const [{ concerns } = { concerns: () => false }] = told(
      about('editorial.resource.revised.v1', { themes: ['emploi'] }, { themes: ['gouvernance'] }),
    );
    const wants = (theme: string) => concerns({ theme: [theme] });
    expect([wants('emploi'), wants('gouvernance'), wants('fiscalite')]).toEqual([true, true, false]);
  });

  it('is told to its producer, apart and under another id, when it is published or revised', () => {
    for (const type of ['editorial.resource.published.v1', 'editorial.resource.revised.v1']) {
      const event = about(type, { id: 'r', network: { id: 'n9', slug: 's', name: 'N' } }, null);
      const [open, own] = told(event);
      expect(own).toMatchObject({ type: 'contribution.published', network: 'n9', cause: `own-${event.id}` });
      expect(own?.data).toMatchObject({ id: 'r', url: 'https://essaim.example/ressources/r' });
      expect(open?.cause).toBe(event.id);
    }
  });

  it('is told to nobody when it is only told again for read models', () => {
    expect(told({ ...about('editorial.resource.published.v1', {}, null), reannounced: true } as never)).toEqual([]);
  });
});

describe('A meeting', () => {
  const meeting = (given: object = {}) =>
    anEvent(
      {},
      {
        type: 'submission.meeting.scheduled.v1',
        aggregateVersion: 3,
        data: {
          meetingId: 'm1',
          network: { networkId: 'n1', slug: 'riva-hdf', name: 'RIVA' },
          title: 'Collecte',
          description: null,
          startsAt: '2026-04-02T08:00:00.000Z',
          endsAt: '2026-04-02T10:00:00.000Z',
          timeZone: 'Europe/Paris',
          place: 'Lille',
          visioUrl: null,
          territories: ['DEP-59'],
          themes: ['emploi'],
          isCancelled: false,
          ...given,
        },
      },
    );
  const concerns = (filter: object, given: object = {}) => told(meeting(given))[0]?.concerns(filter);

  it.each([
    [{}, true],
    [{ territory: ['REG-32'] }, true],
    [{ territory: ['DEP-33'] }, false],
    [{ theme: ['emploi'] }, true],
    [{ theme: ['fiscalite'] }, false],
    [{ network: ['riva-hdf'] }, true],
    [{ network: ['autre'] }, false],
    [{ family: ['legal-watch'] }, true],
  ])('with the filter %j: %s', (filter, expected) => expect(concerns(filter)).toBe(expected));

  it('that names no territory is for everybody', () => {
    expect(concerns({ territory: ['DEP-33'] }, { territories: [] })).toBe(true);
  });

  it('that moves is told to whoever had it before', () => {
    expect(told(meeting())[0]).toMatchObject({ about: 'm1', version: 3, isSequel: true, type: 'meeting.scheduled' });
  });
});

describe('What concerns a contribution', () => {
  it.each([
    ['editorial.case.changes-requested.v1', 'contribution.changes_requested'],
    ['editorial.case.declined.v1', 'contribution.declined'],
  ])('%s is told as %s to the network that produced it', (type, told_as) => {
    const data = { caseId: 'k', contributionId: 'c1', version: 2, grounds: {}, reasons: ['Précisez.'] };
    expect(told(anEvent({}, { type, data }))).toMatchObject([
      { type: told_as, network: 'n-producer', data: { id: 'c1', version: 2, title: 'Guide', reasons: ['Précisez.'] } },
    ]);
  });

  it('is told when it is sent back, and what the field says of what it became', () => {
    const returned = { contributionId: 'c1', version: 0, networkId: 'n5', title: 'Guide', reasons: ['Précisez.'] };
    expect(told(anEvent({}, { type: 'submission.contribution.returned.v1', data: returned }))).toMatchObject([
      { type: 'contribution.returned', network: 'n5', data: { id: 'c1', title: 'Guide', reasons: ['Précisez.'] } },
    ]);
    const said = { territory: 'DEP-33', usefulness: 4, minutesSaved: null, comment: null };
    const facts = { resourceId: 'r1', title: 'Guide', ...said };
    const noticed = (kind: string) => {
      const data = { networkId: 'n5', kind, urgency: 'digest', facts };
      return told(anEvent({}, { type: 'editorial.notice.requested.v1', subject: 'f1', data }));
    };
    const [outgoing] = noticed('resource.feedback_received');
    // Other notices are for people.
    expect(noticed('label.not-granted')).toEqual([]);
    expect(outgoing).toMatchObject({
      type: 'resource.feedback_received',
      network: 'n5',
      about: 'r1',
      data: { id: 'f1' },
    });
    const body = {
      type: 'resource.feedback_received',
      timestamp: outgoing?.occurredAt,
      sequence: 1,
      data: outgoing?.data,
    };
    expect(bodySchema('resource.feedback_received').safeParse(body).success).toBe(true);
  });
});
