/** Pages in a real browser, on one product. One kind alone: `npm test -- test/browser -t 'a few words of its title'`. */
import './opened.ts';
import './site.ts';
import './contribute.ts';
import './committee.ts';
