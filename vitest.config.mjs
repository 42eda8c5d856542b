import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const conditions = ['repo', 'node', 'module-sync', 'node-addons'];

const project = (name, test) => ({ extends: true, test: { name, ...test } });

/** unit: touches nothing; integration: one engine; e2e: the running product from outside. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      project('unit', { include: ['**/!(*.it).spec.ts'] }),
      project('integration', { include: ['**/*.it.spec.ts'] }),
      project('e2e', { include: ['**/*.e2e-spec.ts'], fileParallelism: false }),
    ],
    exclude: [...configDefaults.exclude, 'dist/**'],
    setupFiles: ['test/support/fuzz-seed.ts'],
    // A worker keeps its modules from file to file: loading Nest anew for each costs more than the tests themselves.
    isolate: false,
    // Most tests wait for an engine: of two cores none need be left free.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // As they are written: what a test opened is closed before the engine under it.
    sequence: { hooks: 'list' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
