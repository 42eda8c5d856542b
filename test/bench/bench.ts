import { measureLatency } from './latency.ts';

/** `npm run bench`: what fast means here, as ratios against a limit measured in the same run. Never a test. */
const say = (line: string) => console.log(line);

say('Latency, one decision at a time (starting the product …)');
await measureLatency(say);
