import type { ResourceFilter } from '#contracts';
import { indexedText } from '../../apps/dissemination/src/search/indexed-text.ts';
import { Shelf, type Wanted } from '../../apps/dissemination/src/search/shelf.ts';
import { aWord, generatedResource, random } from './generated-resources.ts';
import { summary } from './summary.ts';

const stored = 100_000;
const asked = 300;
const limitMs = 20;

const ms = (value: number): string => `${value.toFixed(1).padStart(6)} ms`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** Search with facets over 100,000 resources, in process (G18), and what its memory takes. */
export const measureSearch = (say: (line: string) => void): void => {
  const next = random(1);
  const before = process.memoryUsage();
  const shelf = new Shelf();
  const start = performance.now();
  for (let index = 0; index < stored; index += 1) {
    const resource = generatedResource(index, next);
    shelf.put(resource, indexedText(resource));
  }
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  const after = process.memoryUsage();
  const taken = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  say(`${stored} resources on the shelf in ${((performance.now() - start) / 1000).toFixed(1)} s, ${megabytes(taken)}`);
  const typo = (word: string) => word.slice(0, 2) + word.slice(3);
  const questions: readonly (readonly [name: string, make: () => ResourceFilter])[] = [
    ['one word', () => ({ q: [aWord(next)] })],
    ['two words', () => ({ q: [`${aWord(next)} ${aWord(next)}`] })],
    ['the beginning of a word', () => ({ q: [aWord(next).slice(0, 3)] })],
    ['a typing mistake', () => ({ q: [typo(`${aWord(next)}`)] })],
    [
      'a word and three facets',
      () => ({ q: [aWord(next)], theme: ['emploi'], territory: ['REG-32'], family: ['documentary'] }),
    ],
    ['facets alone', () => ({ theme: ['emploi', 'rgpd'], territory: ['REG-32'] })],
    ['everything', () => ({})],
  ];
  for (const [name, make] of questions) {
    const samples = Array.from({ length: asked }, () => {
      const wanted: Wanted = { filter: make(), isTolerant: true, sort: 'relevance', limit: 20 };
      const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
      shelf.find(wanted);
      const { user, system } = process.cpuUsage(cpuFrom);
      return { wall: performance.now() - from, cpu: (user + system) / 1_000 };
    });
    const { p50, p95 } = summary(samples.map(({ wall }) => wall));
    const { p95: cpu } = summary(samples.map((sample) => sample.cpu));
    const verdict = cpu <= limitMs ? '' : `  over the ${limitMs} ms of G18`;
    say(`${name.padEnd(36)} p50 ${ms(p50)}  p95 ${ms(p95)}  p95 of CPU ${ms(cpu)}${verdict}`);
  }
};
