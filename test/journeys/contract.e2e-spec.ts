import { describe } from 'vitest';
import { productForThisFile } from '../support/product.ts';
import { describeConcurrency } from './contract/concurrency.ts';
import { describeConventions } from './contract/conventions.ts';
import { describeEditorial } from './contract/editorial.ts';
import { describeFeeds } from './contract/feeds.ts';
import { describePublicReads } from './contract/public-reads.ts';
import { describeSubmission } from './contract/submission.ts';
import { describeWebhookAddresses } from './contract/webhook-addresses.ts';

const product = productForThisFile();

describe('The HTTP contract', () => {
  describeConventions(product);
  describePublicReads(product);
  describeFeeds(product);
  describeSubmission(product);
  describeEditorial(product);
  describeWebhookAddresses(product);
  describeConcurrency(product);
});
