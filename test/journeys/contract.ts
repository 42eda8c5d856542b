import { describe } from 'vitest';
import { describeConcurrency } from './contract/concurrency.ts';
import { describeConventions } from './contract/conventions.ts';
import { describeEditorial } from './contract/editorial.ts';
import { describeFeeds } from './contract/feeds.ts';
import { describePublicReads } from './contract/public-reads.ts';
import { describeSubmission } from './contract/submission.ts';
import { describeWebhookAddresses } from './contract/webhook-addresses.ts';
import { product } from './product.ts';

describe('The HTTP contract', () => {
  describeConventions(product);
  describePublicReads(product);
  describeFeeds(product);
  describeSubmission(product);
  describeEditorial(product);
  describeWebhookAddresses(product);
  describeConcurrency(product);
});
