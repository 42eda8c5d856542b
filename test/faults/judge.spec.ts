import { describe, expect, it } from 'vitest';
import { type Evidence, judge, personOf } from './judge.ts';
import type { LedgerRow } from './ledger.ts';
import type { AcceptedMail, Receipt } from './receivers.ts';

const resource = '01a20774-03a7-7f2f-bf70-396be766d0a0';
const reader = 'lectrice@faults.example';

const aReceipt = (fields: Partial<Receipt> = {}): Receipt => ({
  receiver: 'r1',
  id: 'event_r1',
  bodyHash: 'body',
  at: 0,
  verified: true,
  type: 'resource.published',
  sequence: 1,
  resource,
  ...fields,
});
const aMail = (fields: Partial<AcceptedMail> = {}): AcceptedMail => ({
  recipient: reader,
  messageId: '<m1@essaim>',
  rawHash: 'raw',
  at: 0,
  text: '',
  resource,
  ...fields,
});
const aRow = (fields: Partial<LedgerRow> = {}): LedgerRow => ({
  _id: 'event|webhook|r1',
  channel: 'webhook',
  cause: 'event',
  state: 'sent',
  attempts: 1,
  ...fields,
});
const aMailRow = (fields: Partial<LedgerRow> = {}) =>
  aRow({ _id: 'event|mail|s1', channel: 'mail', person: personOf(reader), ...fields });

/** Everybody told once, unless said otherwise. */
const evidence = (fields: Partial<Evidence> = {}): Evidence => ({
  resource,
  audience: { territory: 'DEP-33', receivers: ['r1'], readers: [reader] },
  webhooks: [aReceipt()],
  mails: [aMail()],
  rows: [aRow(), aMailRow()],
  feeds: { rss: `urn:essaim:${resource}:v1:published` },
  strikes: 1,
  ...fields,
});
const faultsOf = (fields: Partial<Evidence>) => judge(evidence(fields)).faults;

describe('The judge', () => {
  it('has nothing to say when everybody was told once', () => {
    expect(judge(evidence())).toEqual({ repeats: 0, doubled: 0, inDoubt: 0, faults: [] });
  });

  it('forgives a webhook that came again with its id and body, and a doubled mail that is said to be in doubt', () => {
    const webhooks = [aReceipt(), aReceipt({ at: 9 })];
    const mails = [aMail(), aMail({ at: 9 })];
    const rows = [aRow(), aMailRow({ inDoubt: true })];
    expect(judge(evidence({ webhooks, mails, rows }))).toEqual({ repeats: 1, doubled: 1, inDoubt: 1, faults: [] });
  });

  it.each<[string, Partial<Evidence>, RegExp]>([
    ['a webhook that never came', { webhooks: [] }, /r1 got no webhook/],
    ['another body under the same id', { webhooks: [aReceipt(), aReceipt({ bodyHash: 'x' })] }, /two bodies/],
    ['a second id for one endpoint', { webhooks: [aReceipt(), aReceipt({ id: 'event_r1b' })] }, /two ids/],
    ['a second publication', { webhooks: [aReceipt(), aReceipt({ id: 'again_r1' })] }, /published 2 times/],
    ['a signature that does not verify', { webhooks: [aReceipt({ verified: false })] }, /does not verify/],
    [
      'a webhook for nobody who asked',
      { webhooks: [aReceipt(), aReceipt({ receiver: 'r9' })] },
      /r9 asked for nothing/,
    ],
    ['a gap in the numbers', { webhooks: [aReceipt({ sequence: 2 })] }, /number 1 is missing/],
    [
      'a number for two things',
      { webhooks: [aReceipt(), aReceipt({ id: 'other_r1', resource: 'other' })] },
      /number 1 given twice/,
    ],
    ['too many repeats', { webhooks: Array.from({ length: 40 }, () => aReceipt()) }, /39 webhooks repeated/],
    ['a mail that never came', { mails: [] }, /got no mail/],
    ['a mail doubled without doubt', { mails: [aMail(), aMail()] }, /not said to be in doubt/],
    ['other bytes the second time', { mails: [aMail(), aMail({ rawHash: 'x' })] }, /other bytes/],
    ['another Message-ID', { mails: [aMail(), aMail({ messageId: '<m2@essaim>' })] }, /two Message-IDs/],
    ['a third mail', { mails: [aMail(), aMail(), aMail()] }, /got 3 mails/],
    ['a row that waits still', { rows: [aRow(), aMailRow({ state: 'sending' })] }, /is sending/],
    ['a row that lacks', { rows: [aRow()] }, /1 rows in the ledger/],
    ['a feed without it', { feeds: { rss: '' } }, /rss feed has it 0 times/],
  ])('finds %s', (_, fields, fault) => {
    expect(faultsOf(fields).join('\n')).toMatch(fault);
  });
});
