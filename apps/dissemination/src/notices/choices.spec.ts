import { describe, expect, it } from 'vitest';
import { noticeKinds } from '#contracts';
import { groupNames, groupOf } from './choices.ts';

describe('Notices that may be declined', () => {
  it('are those of a subject; what decides on somebody’s work, asks them or ends something is always told', () => {
    const always = noticeKinds.filter((kind) => groupOf(kind) === null);
    for (const kind of ['contribution.declined', 'contribution.changes_requested', 'contribution.to-agree'] as const) {
      expect(always).toContain(kind);
    }
    for (const kind of ['resource.withdrawn', 'resource.suspended', 'webhook-endpoint.disabled'] as const) {
      expect(always).toContain(kind);
    }
    const declined = noticeKinds.flatMap((kind) => groupOf(kind) ?? []);
    expect(new Set(declined)).toEqual(new Set(groupNames));
  });
});
