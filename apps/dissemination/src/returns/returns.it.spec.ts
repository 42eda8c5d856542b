import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../../test/support/engines.ts';
import { atOnce, eventually } from '../../../../test/support/eventually.ts';
import { header, MailServer, type ReceivedMail } from '../../../../test/support/mail-server.ts';
import { dueMails, type Instance, mailHouse } from '../../test/mail-house.ts';
import { complaint, deliveryReport, plainMail } from '../../test/reports.ts';
import { personOf } from '../ledger/ledger.ts';
import type { MailDelivery } from '../newsletters/mail-delivery.ts';
import { ReturnIntake } from './return-intake.ts';

const { anInstance, contacts, start } = mailHouse(mongoForThisFile());
const mails = new MailServer();
const intakes: ReturnIntake[] = [];
beforeAll(() => mails.start());
afterAll(() => mails.stop());

let house: Instance;
let intake: ReturnIntake;
beforeEach(async () => {
  house = await anInstance(mails.url);
  intake = new ReturnIntake({ host: '127.0.0.1', port: 0 }, house.returns.addresses, house.returns.handle);
  intakes.push(intake);
  await intake.onApplicationBootstrap();
});
afterEach(async () => {
  mails.received.length = 0;
  mails.refuse = () => undefined;
  contacts.isAway = false;
  for (const one of intakes.splice(0)) await one.beforeApplicationShutdown();
});

/** As the mail server of the domain passes it on. */
const comesBack = async (to: string, raw: string): Promise<string> => {
  const transport = createTransport({ host: '127.0.0.1', port: intake.port as number, ignoreTLS: true });
  try {
    return (await transport.sendMail({ envelope: { from: '', to }, raw })).response;
  } finally {
    transport.close();
  }
};
/** A letter that arrived, and where it comes from as far as servers are concerned. */
const aLetter = async (): Promise<{ reader: string; letter: ReceivedMail; returnPath: string }> => {
  const [reader = ''] = await dueMails(house, 1);
  start(house);
  const letter = await mails.waitFor(reader, 'Lire la ressource');
  return { reader, letter, returnPath: letter.from };
};
const suppressionOf = async (reader: string) => (await house.returns.suppressions.find(personOf(reader)))?.reason;
const subscriptionStatus = async (reader: string) =>
  (await house.subscribers.address(await subscriptionOf(reader)))?.subscription.status;
const subscriptionOf = async (reader: string) =>
  (await rowsOf()).find(({ person }) => person === personOf(reader))?.recipient ?? '';
const rowsOf = () => house.ledger.deliveries.find({ channel: 'mail' } as never).lean<MailDelivery[]>();

describe('A letter', () => {
  it('leaves with a return path that says whom it was for, and that nobody else can write', async () => {
    const { returnPath } = await aLetter();
    expect(returnPath).toMatch(/^retours\+b[0-9a-f]{52}@demo\.example$/);
    expect(returnPath.split('@')[0]?.length).toBeLessThanOrEqual(64);
    const { addresses } = house.returns;
    expect(addresses.read(returnPath.toUpperCase())?.purpose).toBe('bounce');
    const forged = [
      returnPath.replace(/.(?=@)/, (last) => (last === '0' ? '1' : '0')),
      returnPath.replace('+b', '+u'),
      'retours+b@demo.example',
    ];
    for (const address of forged) {
      expect(addresses.read(address)).toBeNull();
      await expect(comesBack(address, plainMail(address, 'x'))).rejects.toThrow('550');
    }
    await expect(comesBack('quelquun@demo.example', plainMail('quelquun@demo.example', 'x'))).rejects.toThrow('550');
  });

  it('that comes back for good is the last to that address', async () => {
    const { reader, letter, returnPath } = await aLetter();
    expect(
      await comesBack(returnPath, deliveryReport({ to: returnPath, status: '5.1.1', original: letter.raw })),
    ).toMatch(/^250/);
    expect(await suppressionOf(reader)).toBe('bounced');
    const again = (await rowsOf()).map((row) => ({
      ...row,
      _id: `e2|mail|${row.recipient}`,
      state: 'pending' as const,
      resource: 'r2',
      tells: ['r2|1|published'],
      dueAt: new Date(),
    }));
    await house.ledger.add(again);
    await eventually(async () =>
      expect((await rowsOf()).map(({ state }) => state).sort()).toEqual(['cancelled', 'sent']),
    );
    expect(mails.to(reader)).toHaveLength(1);
  });

  it('that comes back for now does so on three days in fourteen before it counts', async () => {
    const { reader, returnPath } = await aLetter();
    const full = (day: number) =>
      house.returns.handle.execute(
        house.returns.addresses.read(returnPath),
        Buffer.from(deliveryReport({ to: returnPath, status: '4.2.2', original: `day ${day}` })),
        new Date(Date.UTC(2026, 0, day, 9)),
      );
    for (const day of [1, 1, 2, 20, 21]) await full(day);
    const sameDay = deliveryReport({ to: returnPath, status: '5.2.2', original: 'another that day' });
    await house.returns.handle.execute(
      house.returns.addresses.read(returnPath),
      Buffer.from(sameDay),
      new Date(Date.UTC(2026, 0, 21, 12)),
    );
    expect(await suppressionOf(reader)).toBeUndefined();
    await full(22);
    expect(await suppressionOf(reader)).toBe('bounced');
  });

  it.each([
    ['is only late', (to: string) => deliveryReport({ to, status: '4.4.1', action: 'delayed' })],
    ['has arrived', (to: string) => deliveryReport({ to, status: '2.0.0', action: 'delivered' })],
    ['is answered by a robot', (to: string) => plainMail(to, 'Absence : je suis en congés')],
  ])('that %s goes on being wanted', async (_, report) => {
    const { reader, returnPath } = await aLetter();
    for (let times = 0; times < 4; times += 1) await comesBack(returnPath, report(returnPath));
    expect([await suppressionOf(reader), await subscriptionStatus(reader)]).toEqual([undefined, 'confirmed']);
  });

  it('that somebody complains of is the last, although the complaint names nobody', async () => {
    const { reader, letter } = await aLetter();
    await comesBack('retours@demo.example', complaint(letter.raw, 'not-spam'));
    expect(await suppressionOf(reader)).toBeUndefined();
    await comesBack('retours@demo.example', complaint(letter.raw));
    expect([await suppressionOf(reader), await subscriptionStatus(reader)]).toEqual(['complained', 'unsubscribed']);
  });

  it('to a mailing list goes on for the others when one reader complains', async () => {
    const { reader, letter } = await aLetter();
    await house.subscribers.people.updateOne({ _id: personOf(reader) } as never, {
      $set: { owner: 'responsable@demo.example' },
    });
    await comesBack('retours@demo.example', complaint(letter.raw));
    expect([await suppressionOf(reader), await subscriptionStatus(reader)]).toEqual([undefined, 'confirmed']);
  });

  it('is left by a mail to the address in its header, whatever that mail says', async () => {
    const { reader, letter } = await aLetter();
    const [, mailbox = ''] =
      /<mailto:([^?>]+)\?subject=unsubscribe>/.exec(header(letter, 'List-Unsubscribe') ?? '') ?? [];
    expect(await comesBack(mailbox, plainMail(mailbox, 'STOP !'))).toMatch(/^250/);
    expect([await suppressionOf(reader), await subscriptionStatus(reader)]).toEqual(['left', 'unsubscribed']);
  });

  it('that the server refuses at the door counts like one that came back', async () => {
    mails.refuse = () => ({ code: 550, words: '5.1.1 no such user' });
    const [reader = ''] = await dueMails(house, 1);
    start(house);
    await eventually(async () => expect(await suppressionOf(reader)).toBe('bounced'));
    expect((await rowsOf())[0]).toMatchObject({ state: 'failed' });
  });

  it('refused for what we are, and not for whom it was to, says nothing of the address', async () => {
    mails.refuse = () => ({ code: 554, words: '5.7.1 blocked by policy' });
    const [reader = ''] = await dueMails(house, 1);
    start(house);
    await eventually(async () => expect((await rowsOf())[0]?.state).toBe('failed'));
    expect(await suppressionOf(reader)).toBeUndefined();
  });
});

describe('A report about a notice', () => {
  const member = '0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
  const returnPath = () => house.returns.addresses.of('bounce', member) as string;

  it('concerns the address that the member has now', async () => {
    contacts.known.set(member, { name: 'Léa', email: 'lea@reseau.example' });
    await comesBack(returnPath(), deliveryReport({ to: returnPath(), status: '5.1.1' }));
    expect(await suppressionOf('lea@reseau.example')).toBe('bounced');
  });

  it('is to come again while nobody can tell whose address it is', async () => {
    contacts.known.set(member, { name: 'Léa', email: 'lea@reseau.example' });
    contacts.isAway = true;
    await expect(comesBack(returnPath(), deliveryReport({ to: returnPath(), status: '5.1.1' }))).rejects.toThrow('451');
    contacts.isAway = false;
    await comesBack(returnPath(), deliveryReport({ to: returnPath(), status: '5.1.1' }));
    expect(await suppressionOf('lea@reseau.example')).toBe('bounced');
  });
});

describe('The intake', () => {
  it('survives whatever it is sent, many at once, and goes on (F41)', async () => {
    const { letter, returnPath } = await aLetter();
    const report = deliveryReport({ to: returnPath, status: '5.1.1', original: letter.raw });
    const junk = (index: number) => {
      const at = (index * 97) % report.length;
      const cut = [
        report.slice(0, at),
        report.slice(at),
        report.replaceAll('\r\n\r\n', '\r\n'),
        `${report.slice(0, at)}\u0000\u00ff--b${report.slice(at)}`,
      ];
      return cut[index % cut.length] as string;
    };
    const endings = await atOnce(18, (index) =>
      comesBack(index % 2 ? returnPath : 'retours@demo.example', junk(index)),
    );
    const refused = endings.flatMap((ending) => (ending.status === 'rejected' ? [String(ending.reason)] : []));
    expect(refused).toEqual([]);
    await comesBack(returnPath, report);
    expect(await suppressionOf(letter.to)).toBe('bounced');
  });

  it('takes nothing that is larger than a report', async () => {
    const { returnPath } = await aLetter();
    const big = plainMail(returnPath, 'x').concat('y'.repeat(70).concat('\r\n').repeat(20_000));
    await expect(comesBack(returnPath, big)).rejects.toThrow('552');
  });

  it('does not listen unless it is told where', async () => {
    const silent = new ReturnIntake(null, house.returns.addresses, house.returns.handle);
    await silent.onApplicationBootstrap();
    expect(silent.port).toBeUndefined();
    await silent.beforeApplicationShutdown();
  });
});
