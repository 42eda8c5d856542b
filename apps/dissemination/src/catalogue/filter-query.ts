import { type ResourceFilter, stems } from '#contracts';
import { leavesOf } from '#taxonomy';

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

/** A filter as the database understands it; says the same as `matches` of the contracts. */
export const filterQuery = (wanted: ResourceFilter): Record<string, unknown> => {
  const all: Record<string, unknown>[] = Object.entries(paths).flatMap(([name, path]) => {
    const values = wanted[name as keyof typeof paths];
    return values ? [{ [path]: { $in: values } }] : [];
  });
  if (wanted.network) {
    all.push({
      $or: [{ 'resource.network.id': { $in: wanted.network } }, { 'resource.network.slug': { $in: wanted.network } }],
    });
  }
  if (wanted.territory) {
    const covered = { leaves: { $in: [...leavesOf(wanted.territory)] } };
    const inspiring = { 'resource.fieldTest.verdict': 'inspiration' };
    all.push(wanted.elsewhere?.includes('inspiration') ? { $or: [covered, inspiring] } : covered);
  }
  if (wanted.closesBefore) {
    const latest = wanted.closesBefore
      .map((date) => new Date(date).toISOString())
      .sort()
      .at(-1);
    all.push({ 'resource.expiresAt': { $gt: '', $lt: latest } });
  }
  if (wanted.q) {
    all.push({ $or: wanted.q.map((phrase) => ({ stems: { $all: [...stems(phrase)] } })) });
  }
  return all.length ? { $and: all } : {};
};
