/**
 * Journeys that one product bears one after the other: to start it takes longer than most of them. One of them alone:
 * `npm test -- test/journeys/journeys -t 'a few words of its title'`.
 */
import './product.ts';
import './main-job.ts';
import './submission.ts';
import './editorial.ts';
import './revision.ts';
import './newsletters.ts';
import './webhooks.ts';
import './watch.ts';
