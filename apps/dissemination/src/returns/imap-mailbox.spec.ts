import { describe, expect, it } from 'vitest';
import { mailboxAt } from './imap-mailbox.ts';
import { sentTo } from './mail-header.ts';
import { restAfter } from './read-mailbox.ts';

describe('A mailbox of returns', () => {
  it.each([
    ['imaps://retours%40essaim.example:g%3Ah@imap.essaim.example', { port: 993, secure: true }, 'INBOX'],
    ['imap://retours:x@imap.essaim.example:1143/Retours', { port: 1143, secure: false, doSTARTTLS: true }, 'Retours'],
    ['imap://retours:x@127.0.0.1/', { port: 143, secure: false }, 'INBOX'],
  ])('at %s is reached without a password in the clear', (given, connection, folder) => {
    expect(mailboxAt(given)).toMatchObject({ connection, folder });
    expect(mailboxAt(given)?.connection.doSTARTTLS).toBe('doSTARTTLS' in connection ? true : undefined);
  });

  it('that cannot be read is left alone for longer each time, an hour at most', () => {
    expect([0, 1, 2, 3, 6, 7, 60].map((failures) => restAfter(failures) / 60_000)).toEqual([0, 1, 2, 4, 32, 60, 60]);
  });
});

describe('The header of a mail', () => {
  it('says where it was sent, also over several lines; what it carries does not', () => {
    const raw =
      'DELIVERED-TO: a@b.example\r\nSubject: To: x@b.example\r\nTo: c@d.example,\r\n e@f.example\r\n\r\nTo: g@h.example';
    expect(sentTo(Buffer.from(raw))).toBe('DELIVERED-TO: a@b.example\nTo: c@d.example, e@f.example');
    expect(sentTo(Buffer.alloc(0))).toBe('');
  });
});
