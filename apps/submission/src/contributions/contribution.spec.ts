import { describe, expect, it } from 'vitest';
import type { ContributionContent } from '#contracts';
import { aContribution, complete, now, published } from '../../test/builders.ts';
import { ContributionNotMovable } from './contribution.problems.ts';
import {
  afterWithdrawal,
  type ContributionStatus,
  contributionStatuses,
  isEditable,
  moveTo,
  nextStatuses,
} from './contribution.ts';
import { obstacles } from './obstacles.ts';

const found = (content: ContributionContent, revises = false): string[] =>
  obstacles(content, revises, now).map(({ pointer, code }) => `${pointer} ${code}`);
const without = (content: ContributionContent, ...fields: (keyof ContributionContent)[]): ContributionContent =>
  Object.fromEntries(Object.entries(content).filter(([field]) => !fields.includes(field as never)));
const required = (...fields: string[]): string[] => fields.map((field) => `/${field} required`);

const always = required(
  ...['summary', 'family', 'format', 'scale', 'territories', 'support', 'themes', 'audiences'],
  ...['supportTasks', 'uses', 'howToUse', 'licence', 'regime', 'language', 'links'],
);

describe('Before a contribution goes to the committee', () => {
  it.each(Object.entries(complete))('nothing is missing from a complete one: %s', (_, content) => {
    expect(found(content)).toEqual([]);
  });

  it('all that is missing is said at once', () => {
    expect(found({ title: 'Guide' })).toEqual(always);
    expect(found({})).toEqual(['/title required', ...always]);
  });

  it.each([
    ['documentary', ['technicalNature', 'fieldTest']],
    ['observation', ['observation']],
    ['social-watch', ['expiresAt']],
    ['legal-watch', []],
  ] as const)('what its family asks is among it: %s, %j', (family, fields) => {
    const expected = [...always.filter((line) => !line.startsWith('/family')), ...required(...fields)];
    expect(found({ title: 'Guide', family }).sort()).toEqual(expected.sort());
  });

  it('each field that all need is needed by every family', () => {
    for (const content of Object.values(complete)) {
      for (const field of [
        'title',
        'summary',
        'format',
        'scale',
        'territories',
        'themes',
        'licence',
        'howToUse',
      ] as const) {
        expect(found(without(content, field))).toEqual(required(field));
      }
    }
  });

  it('a link may be replaced by the place of a paper copy, and by nothing else', () => {
    const unlinked = without(complete['legal-watch'], 'links');
    expect(found(unlinked)).toEqual(required('links'));
    expect(found({ ...unlinked, links: [] })).toEqual(required('links'));
    expect(found({ ...unlinked, physicalHolding: 'MDA de Tours, salle 2' })).toEqual([]);
  });

  it('specific support has a sector, transversal support has none', () => {
    expect(found({ ...complete.documentary, support: 'specific' })).toEqual(required('sector'));
    expect(found({ ...complete.documentary, support: 'specific', sector: 'sport' })).toEqual([]);
    expect(found({ ...complete.documentary, sector: 'sport' })).toEqual(['/sector not-applicable']);
  });

  it('only the documentary family is tested on the ground', () => {
    const fieldTest = complete.documentary.fieldTest;
    expect(found({ ...complete['legal-watch'], fieldTest: { ...fieldTest, testedIn: ['DEP-37'] } })).toEqual([
      '/fieldTest not-applicable',
    ]);
    expect(found({ ...complete.documentary, fieldTest: null })).toEqual(required('fieldTest'));
    expect(found({ ...complete['legal-watch'], fieldTest: null })).toEqual([]);
  });

  it.each(['mind-map', 'infographic', 'video'] as const)('a %s has a text alternative', (format) => {
    expect(found({ ...complete.documentary, format })).toEqual(required('textAlternative'));
    expect(found({ ...complete.documentary, format, textAlternative: 'En toutes lettres.' })).toEqual([]);
  });

  it('an end that has passed is no end', () => {
    const ending = (expiresAt: string) => found({ ...complete['social-watch'], expiresAt });
    expect(ending('2026-03-02T09:00:00Z')).toEqual(['/expiresAt in-the-past']);
    expect(ending('2026-03-02T10:30:00+02:00')).toEqual(['/expiresAt in-the-past']);
    expect(ending('2026-03-02T09:00:01Z')).toEqual([]);
  });

  it('a revision says what changes', () => {
    expect(found(complete.documentary, true)).toEqual(required('change'));
    expect(found({ ...complete.documentary, change: 'Seuils de 2026.' }, true)).toEqual([]);
  });
});

describe('The moves of a contribution', () => {
  const reachable = (from: ContributionStatus): Set<ContributionStatus> => {
    const seen = new Set<ContributionStatus>();
    for (const queue = [from]; queue.length > 0; ) {
      const at = queue.pop() as ContributionStatus;
      if (!seen.has(at)) queue.push(...nextStatuses[at]);
      seen.add(at);
    }
    return seen;
  };

  it('lead from a draft to everything', () => {
    expect([...reachable('draft')].sort()).toEqual([...contributionStatuses].sort());
  });

  it('end where it is declined or withdrawn, and nowhere else', () => {
    expect(contributionStatuses.filter((status) => nextStatuses[status].length === 0)).toEqual([
      'declined',
      'withdrawn',
    ]);
  });

  it('pass through the facilitator and the committee: nothing is published otherwise', () => {
    const into = (wanted: ContributionStatus) =>
      contributionStatuses.filter((from) => nextStatuses[from].includes(wanted));
    expect(into('published')).toEqual(['in-review']);
    expect(into('in-review')).toEqual(['submitted']);
    expect(into('submitted')).toEqual(['draft', 'changes-requested', 'published']);
  });

  it('let its author write where it can be handed in', () => {
    expect(contributionStatuses.filter(isEditable)).toEqual(['draft', 'changes-requested', 'published']);
  });

  it('are refused by name when they are none of these', () => {
    for (const from of contributionStatuses) {
      for (const to of contributionStatuses) {
        if (nextStatuses[from].includes(to)) expect(moveTo(to, from)).toBe(to);
        else expect(() => moveTo(to, from)).toThrow(new ContributionNotMovable(from, to));
      }
    }
  });

  it('back by its author end it, unless an earlier version is public: that one stays', () => {
    expect(afterWithdrawal(aContribution({ status: 'in-review' }))).toBe('withdrawn');
    expect(afterWithdrawal(aContribution({ status: 'in-review', committee: published }))).toBe('published');
    expect(() => afterWithdrawal(aContribution({ status: 'published', committee: published }))).toThrow(
      ContributionNotMovable,
    );
  });
});
