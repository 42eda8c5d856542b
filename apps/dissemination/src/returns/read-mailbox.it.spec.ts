import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#persistence';
import { mongoForThisFile } from '../../../../test/support/engines.ts';
import { ImapServer } from '../../test/imap-server.ts';
import { aSubscriber, type Instance, mailHouse } from '../../test/mail-house.ts';
import { complaint, deliveryReport, plainMail } from '../../test/reports.ts';

import { personOf } from '../ledger/ledger.ts';
import type { HandleReturn } from './handle-return.ts';
import { asideFolder, mailboxAt } from './imap-mailbox.ts';
import { ReadMailbox } from './read-mailbox.ts';

const { anInstance, contacts } = mailHouse(mongoForThisFile());
const imap = new ImapServer();
beforeAll(() => imap.start());
afterAll(() => imap.stop());

let house: Instance;
beforeEach(async () => {
  house = await anInstance('smtp://localhost:1');
  await imap.empty('INBOX', asideFolder);
});
afterEach(() => {
  contacts.isAway = false;
  imap.isAway = false;
});

const aReader = (handle: HandleReturn = house.returns.handle) =>
  new ReadMailbox(mailboxAt(imap.url), house.returns.addresses, handle, house.leases, house.database);
/** Somebody who reads a letter, and what that letter says of the ways back. */
const aLetter = async () => {
  const [reader, id] = ['lectrice@lecteurs.example', newId()];
  await house.subscribers.add(aSubscriber(reader, { id }));
  const [returnPath, leave] = (['bounce', 'leave'] as const).map((way) => house.returns.addresses.of(way, id)) as [
    string,
    string,
  ];
  const letter = `Return-Path: <${returnPath}>\r\nList-Unsubscribe: <mailto:${leave}>\r\nSubject: Lettre\r\n\r\nBonjour`;
  return { reader, letter, returnPath, leave };
};
const suppressionOf = async (reader: string) => (await house.suppressions.find(personOf(reader)))?.reason;
const reportTo = (to: string, original = '') => deliveryReport({ to, status: '5.1.1', original });
/** As a server delivers it that keeps `+` out of its mailboxes: only a header says where it was sent. */
const delivered = (to: string, mail: string) => `Delivered-To: ${to}\r\n${mail.replace(/^To: .*\r\n/m, '')}`;

describe('In the mailbox of returns', () => {
  it('a report is acted upon, and removed', async () => {
    const { reader, letter, returnPath } = await aLetter();
    await imap.arrives(reportTo(returnPath, letter));
    await aReader().tick();
    expect([await suppressionOf(reader), await imap.subjects(), await imap.subjects(asideFolder)]).toEqual([
      'bounced',
      [],
      [],
    ]);
  });

  it('a complaint that names nobody is one of whoever the letter was for', async () => {
    const { reader, letter } = await aLetter();
    await imap.arrives(complaint(letter));
    await aReader().tick();
    expect([await suppressionOf(reader), await imap.subjects()]).toEqual(['complained', []]);
  });

  it('a mail to the address for leaving leaves, also when only the server says that it was sent there', async () => {
    const { reader, leave } = await aLetter();
    await imap.arrives(delivered(leave, plainMail(leave, 'unsubscribe')));
    await aReader().tick();
    expect([await suppressionOf(reader), await imap.subjects()]).toEqual(['left', []]);
  });

  it('what says nothing to a program waits for a person: words, a letter sent along, what is too large', async () => {
    const { reader, letter } = await aLetter();
    const along = `From: a@lecteurs.example\r\nTo: retours@demo.example\r\nSubject: Tr\r\n\r\n${letter}`;
    const large = plainMail('retours@demo.example', 'Gros').concat('y'.repeat(70).concat('\r\n').repeat(20_000));
    const junk = Buffer.concat([Buffer.from('Subject: Rien\r\n\r\n'), Buffer.from([0xff, 1, 0x80, 0xc3])]);
    await imap.arrives(plainMail('retours@demo.example', 'Bonjour'), along, large, junk);
    await aReader().tick();
    expect((await imap.subjects(asideFolder)).sort()).toEqual(['Bonjour', 'Gros', 'Rien', 'Tr']);
    expect([await suppressionOf(reader), await imap.subjects()]).toEqual([undefined, []]);
    await aReader().tick();
    expect(await imap.subjects(asideFolder)).toHaveLength(4);
  });

  it('an answer of a robot to a return path is nobody’s words', async () => {
    const { reader, returnPath } = await aLetter();
    await imap.arrives(plainMail(returnPath, 'Absence : je suis en congés'));
    await aReader().tick();
    expect([await suppressionOf(reader), await imap.subjects(), await imap.subjects(asideFolder)]).toEqual([
      undefined,
      [],
      [],
    ]);
  });

  it('what cannot be done for now stays, and others do not wait for it', async () => {
    const { reader, returnPath } = await aLetter();
    const member = '0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
    const toMember = house.returns.addresses.of('bounce', member) as string;
    contacts.known.set(member, { name: 'Léa', email: 'lea@reseau.example' });
    contacts.isAway = true;
    await imap.arrives(reportTo(toMember), reportTo(returnPath));
    const mailbox = aReader();
    await mailbox.tick();
    expect([await suppressionOf(reader), (await imap.subjects()).length]).toEqual(['bounced', 1]);
    contacts.isAway = false;
    await mailbox.tick();
    expect([await suppressionOf('lea@reseau.example'), await imap.subjects()]).toEqual(['bounced', []]);
  });

  it('a mail that was acted upon when the line broke is read again, and counts once', async () => {
    const { reader, returnPath } = await aLetter();
    const soft = deliveryReport({ to: returnPath, status: '4.2.2' });
    await imap.arrives(soft);
    const handled: string[] = [];
    const breaking = {
      execute: async (...given: Parameters<HandleReturn['execute']>) => {
        const ending = await house.returns.handle.execute(...given);
        handled.push(ending);
        if (handled.length === 1) imap.cut();
        return ending;
      },
    } as HandleReturn;
    const mailbox = aReader(breaking);
    await mailbox.tick();
    expect([handled, (await imap.subjects()).length]).toEqual([['done'], 1]);
    // Rests first, as after any failure.
    await mailbox.tick();
    expect(handled).toHaveLength(1);
    await mailbox.tick(Date.now() + 3_600_000);
    expect([handled, await imap.subjects()]).toEqual([['done', 'done'], []]);
    const count = house.returns.bounces.count(personOf(reader), 'another of that day', '4.2.2', new Date());
    expect(await count).toBe(1);
  });

  it('is asked more and more seldom while it is away, and read when it is back', async () => {
    const { reader, returnPath } = await aLetter();
    await imap.arrives(reportTo(returnPath));
    imap.isAway = true;
    const mailbox = aReader();
    const before = imap.connections;
    const started = Date.now();
    for (let second = 0; second < 600; second += 30) await mailbox.tick(started + second * 1_000);
    // After one minute, two, four: not twenty times.
    expect(imap.connections - before).toBe(4);
    imap.isAway = false;
    await mailbox.tick(started + 3_600_000);
    expect([await suppressionOf(reader), await imap.subjects()]).toEqual(['bounced', []]);
  });

  it('nothing is looked for that nobody configured', async () => {
    const before = imap.connections;
    const { returns, leases, database } = house;
    await new ReadMailbox(mailboxAt(undefined), returns.addresses, returns.handle, leases, database).tick();
    expect(imap.connections).toBe(before);
  });

  it('is read by one process at a time', async () => {
    const { returnPath } = await aLetter();
    await imap.arrives(reportTo(returnPath));
    const before = imap.connections;
    await Promise.all([aReader().tick(), aReader().tick(), aReader().tick()]);
    expect([imap.connections - before, await imap.subjects()]).toEqual([1, []]);
  });
});
