import { describe, expect, it } from 'vitest';
import { severityOf, statusIn } from './bounce.ts';

describe('A bounce', () => {
  it.each([
    ['5.1.1', 'hard'],
    ['5.1.2', 'hard'],
    ['5.1.10', 'hard'],
    ['5.2.1', 'hard'],
    ['5.4.4', 'hard'],
    ['5.0.0', 'hard'],
    ['5.1.7', 'soft'],
    ['5.1.8', 'soft'],
    ['5.2.2', 'soft'],
    ['5.3.4', 'soft'],
    ['5.7.1', 'soft'],
    ['4.1.1', 'soft'],
    ['4.4.7', 'soft'],
    ['', 'soft'],
  ])('with status %s is %s', (status, severity) => {
    expect(severityOf(status)).toBe(severity);
  });

  it.each([
    ['550 5.1.1 <a@b.example>: no such user', '5.1.1'],
    ['552 5.2.2 mailbox full', '5.2.2'],
    ['550 No such user here', '5.1.1'],
    ['550 blocked by our spam policy', '4.0.0'],
    ['554 5.7.1 rejected', '5.7.1'],
    ['450 try again', '4.0.0'],
    ['connection lost at 10.1.1.1', '4.0.0'],
  ])('that a server words « %s » has status %s', (reply, status) => {
    expect(statusIn(reply)).toBe(status);
  });
});
