import { measureFeeds } from './feeds.ts';
import { measureLatency } from './latency.ts';
import { measureSearch } from './search.ts';

/** `npm run bench`: what fast means here, as ratios against a limit measured in the same run. Never a test. */
const say = (line: string) => console.log(line);

const wanted = process.argv[2];
const parts: readonly (readonly [name: string, title: string, measure: () => void | Promise<void>])[] = [
  ['latency', 'Latency, one decision at a time (starting the product …)', () => measureLatency(say)],
  ['feeds', 'Feeds, 32 readers at once (starting dissemination, and filling it …)', () => measureFeeds(say)],
  ['search', 'Search, in process', () => measureSearch(say)],
];
for (const [name, title, measure] of parts) {
  if (wanted && wanted !== name) continue;
  say(title);
  await measure();
}
