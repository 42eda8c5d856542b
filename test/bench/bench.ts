import { measureFeeds } from './feeds.ts';
import { measureLatency } from './latency.ts';
import { measureMail } from './mail.ts';
import { measureMailKills } from './mail-kills.ts';
import { measureSearch } from './search.ts';
import { measureWatch } from './watch.ts';
import { measureWebhookScale } from './webhook-scale.ts';
import { measureWebhooks } from './webhooks.ts';

/** What fast means here, as ratios against a limit measured in the same run. Never a test. */
const say = (line: string) => console.log(line);

const parts: Readonly<Record<string, readonly [title: string, measure: () => void | Promise<void>]>> = {
  latency: ['Latency, one decision at a time (starting the product …)', () => measureLatency(say)],
  webhooks: ['Webhooks (starting dissemination alone …)', () => measureWebhooks(say)],
  scale: ['Webhooks, 10,000 endpoints over two instances (starting them …)', () => measureWebhookScale(say)],
  mail: ['Mail, one publication to many readers (starting dissemination alone …)', () => measureMail(say)],
  kills: ['Mail, while its processes are killed (starting two of dissemination …)', () => measureMailKills(say)],
  feeds: ['Feeds, 32 readers at once (starting dissemination, and filling it …)', () => measureFeeds(say)],
  watch: ['Watch, 500 feeds (starting it alone …)', () => measureWatch(say)],
  search: ['Search, in process', () => measureSearch(say)],
};

/** `npm run bench`: all of it, or what is named: `npm run bench -- webhooks`. */
const named = process.argv.slice(2);
for (const [name, [title, measure]] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue;
  say(title);
  await measure();
}
