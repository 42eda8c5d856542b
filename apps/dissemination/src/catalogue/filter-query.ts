import { type ResourceFilter, stems } from '#contracts';
import { leavesOf } from '#taxonomy';

type Condition = Record<string, unknown>;

const paths = {
  family: 'resource.family',
  format: 'resource.format',
  theme: 'resource.themes',
  scale: 'resource.scale',
  audience: 'resource.audiences',
  support: 'resource.support',
  sector: 'resource.sector',
  task: 'resource.supportTasks',
  label: 'resource.label',
  verdict: 'resource.fieldTest.verdict',
} as const;

/** As `filterQuery`, on the state before or after: leaving a filter is never silent. */
export const toldQuery = (wanted: ResourceFilter): Condition => {
  const after = filterQuery(wanted);
  return Object.keys(after).length ? { $or: [after, filterQuery(wanted, 'previous.')] } : {};
};

/**
 * A filter as the database understands it; says the same as `matches` of the contracts.
 *
 * @param at where the resource and its facets are in the document.
 */
export const filterQuery = (wanted: ResourceFilter, at: '' | 'previous.' = ''): Condition => {
  const all: Condition[] = Object.entries(paths).flatMap(([name, path]) => {
    const values = wanted[name as keyof typeof paths];
    return values ? [{ [at + path]: { $in: values } }] : [];
  });
  if (wanted.network) {
    all.push({
      $or: ['id', 'slug'].map((name) => ({ [`${at}resource.network.${name}`]: { $in: wanted.network } })),
    });
  }
  if (wanted.territory) {
    const covered = { [`${at}leaves`]: { $in: [...leavesOf(wanted.territory)] } };
    const inspiring = { [`${at}resource.fieldTest.verdict`]: 'inspiration' };
    all.push(wanted.elsewhere?.includes('inspiration') ? { $or: [covered, inspiring] } : covered);
  }
  if (wanted.closesBefore) {
    const latest = wanted.closesBefore
      .map((date) => new Date(date).toISOString())
      .sort()
      .at(-1);
    all.push({ [`${at}resource.expiresAt`]: { $gt: '', $lt: latest } });
  }
  if (wanted.q) {
    all.push({ $or: wanted.q.map((phrase) => ({ [`${at}stems`]: { $all: [...stems(phrase)] } })) });
  }
  return all.length ? { $and: all } : {};
};
