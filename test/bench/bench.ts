import { measureLatency } from './latency.ts';
import { measureWebhooks } from './webhooks.ts';

/** `npm run bench`: what fast means here, as ratios against a limit measured in the same run. Never a test. */
const say = (line: string) => console.log(line);

const all = {
  latency: () => {
    say('Latency, one decision at a time (starting the product …)');
    return measureLatency(say);
  },
  webhooks: () => {
    say('Webhooks (starting dissemination alone …)');
    return measureWebhooks(say);
  },
};

/** All of it, or what is named: `npm run bench -- webhooks`. */
const named = process.argv.slice(2);
for (const [name, measure] of Object.entries(all)) if (named.length === 0 || named.includes(name)) await measure();
