import Parser from 'rss-parser';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueSent, resourceCreditRemoved, resourcePublished, withoutCredit } from '#contracts';
import { NatsLink, streamOf } from '#messaging';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { ChannelSwitch } from '../src/channels/channel-switch.ts';
import { LedgerRepository } from '../src/ledger/ledger.repository.ts';
import { EditIssue } from '../src/newsletters/issues/edit-issue.ts';
import { IssueRepository } from '../src/newsletters/issues/issue.repository.ts';
import { KeepLetters } from '../src/newsletters/issues/keep-letters.ts';
import { ReleaseIssue } from '../src/newsletters/issues/release-issue.ts';
import { SendIssues } from '../src/newsletters/issues/send-issues.ts';
import { TryIssue } from '../src/newsletters/issues/try-issue.ts';
import { MailComposer } from '../src/newsletters/mail-composer.ts';
import type { MailDelivery } from '../src/newsletters/mail-delivery.ts';
import { SubscriberRepository } from '../src/newsletters/subscribers/subscriber.repository.ts';
import { newsroomForThisFile } from './a-newsroom.ts';
import { aSubscriber } from './mail-house.ts';

const room = newsroomForThisFile();
const at = '2026-11-18T09:00:00.000Z';
const now = new Date('2026-11-24T09:00:00Z');
const mailsOf = (issue: string) =>
  room
    .get(LedgerRepository)
    .deliveries.find({ issue } as never)
    .lean<MailDelivery[]>();
const markAll = (issue: string, state: string) =>
  room.get(LedgerRepository).deliveries.updateMany({ issue } as never, { $set: { state } } as never);
/** Every letter that was announced, as the stream has it. */
const announcedIds = async (): Promise<string[]> => {
  const { streams } = await room.get(NatsLink).manager();
  const { state } = await streams.info(streamOf('dissemination'));
  const ids: string[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const message = await streams.getMessage(streamOf('dissemination'), { seq });
    if (message?.subject === issueSent.type) ids.push((message.json() as { issueId: string }).issueId);
  }
  return ids;
};

beforeAll(async () => {
  // What is planned is looked at: nothing leaves.
  await room.get(ChannelSwitch).turn({ _id: 'mail', state: 'paused', reason: null, by: null, at: null });
  for (const [id, title] of [
    ['a', 'Tenir une assemblée'],
    ['b', 'Aide aux projets'],
  ] as const) {
    await room.tellOf(
      resourcePublished,
      aResource({ id, title, publishedAt: at, themes: [id === 'a' ? 'gouvernance' : 'financement'] }),
      { v: 1, at },
    );
  }
  await room.becomes('/api/v1/resources', ({ body }) => expect(body.total).toBe(2));
});

let title = '';
let letters = 0;
beforeEach(() => {
  letters += 1;
  title = `Lettre ${letters}`;
});
const aLetter = (resources: readonly string[] = ['a', 'b']) =>
  room
    .get(EditIssue)
    .create({ title, introduction: ['Bonjour à vous.'], resources: [...resources] }, 'person:p1', undefined, now);

describe('A letter that an editor writes', () => {
  it('names public resources only, and says which are not', async () => {
    await expect(aLetter(['a', 'none'])).rejects.toMatchObject({
      errors: [{ pointer: '/resources/1', code: 'unknown-resource' }],
    });
  });

  it('is approved by somebody else than whoever wrote it last', async () => {
    const { id } = await aLetter();
    const release = room.get(ReleaseIssue);
    await expect(release.approve(id, 'person:p1', now)).rejects.toMatchObject({ type: 'second-pair-of-eyes' });
    const draft = await room.get(EditIssue).find(id);
    await room.get(EditIssue).change(id, { introduction: [] }, draft.v, 'person:p2', now);
    await expect(release.approve(id, 'person:p2', now)).rejects.toMatchObject({ type: 'second-pair-of-eyes' });
    expect(await release.approve(id, 'person:p1', now)).toMatchObject({ status: 'sending', approvedBy: 'person:p1' });
    await expect(release.approve(id, 'person:p3', now)).rejects.toMatchObject({ type: 'issue-not-movable' });
    await room.get(ReleaseIssue).stop(id, 'Essai fini.', now);
  });

  it('goes once to whoever asked for something of it that they have not had, and is announced when it is over', async () => {
    const subscribers = room.get(SubscriberRepository);
    const emails = ['ana', 'bob', 'cyr', 'dia'].map((name) => `${name}@lecteurs.example`);
    const [ana = '', bob = '', cyr = '', dia = ''] = emails;
    const weekly = { frequency: 'weekly' as const };
    await subscribers.add(aSubscriber(ana, weekly, { ...weekly, filter: { theme: ['gouvernance'] } }));
    await subscribers.add(aSubscriber(bob, { ...weekly, filter: { theme: ['financement'] } }));
    await subscribers.add(aSubscriber(cyr, { ...weekly, filter: { theme: ['emploi'] } }));
    await subscribers.add(aSubscriber(dia, { ...weekly, status: 'paused' }));
    const { id } = await aLetter();
    await room.get(ReleaseIssue).approve(id, 'person:p2', now);
    const send = room.get(SendIssues);
    await Promise.all([send.tick(now), send.tick(now)]);
    await send.tick(now);
    const rows = await mailsOf(id);
    expect(rows.map(({ recipient }) => recipient).sort()).toEqual([`${ana} 1`, `${bob} 1`]);
    expect(rows[0]?.tells).toEqual(['a|1|published', 'b|1|published']);
    expect(await room.get(LedgerRepository).progressOf(id)).toMatchObject({ pending: 2, sent: 0 });
    const mail = await room.get(MailComposer).compose(rows[0] as MailDelivery);
    expect(mail).toMatchObject({ subject: title, text: expect.stringContaining('Bonjour à vous.') });
    // Written once, and each with a link of their own.
    const links = await Promise.all(
      rows.map(async (row) => (await room.get(MailComposer).compose(row))?.list?.unsubscribeUrl),
    );
    expect(new Set(links).size).toBe(2);
    for (const link of links) expect((await room.read(new URL(link ?? '').pathname)).body).toContain('Se désabonner');
    await markAll(id, 'sent');
    await send.tick(now);
    await eventually(async () => expect((await room.get(IssueRepository).store.find(id))?.status).toBe('sent'));
    await eventually(async () => expect(await announcedIds()).toEqual([id]));
    const page = await room.read(`/newsletters/archive/${id}`);
    for (const words of [title, 'Bonjour à vous.', 'Tenir une assemblée']) expect(page.body).toContain(words);
    expect((await room.read('/newsletters/archive')).body).toContain(`/newsletters/archive/${id}`);
    // The next letter of the same resources is news to nobody.
    const again = await aLetter();
    await room.get(ReleaseIssue).approve(again.id, 'person:p2', now);
    await send.tick(now);
    expect(await mailsOf(again.id)).toEqual([]);
  });

  it('can be stopped while it leaves: who has it has it, the others do not get it', async () => {
    await room.tellOf(resourcePublished, aResource({ id: 'c', publishedAt: at }), { v: 1, at });
    await room.becomes('/api/v1/resources', ({ body }) => expect(body.total).toBe(3));
    await room.get(SubscriberRepository).add(aSubscriber('eva@lecteurs.example', { frequency: 'daily' }));
    const { id } = await aLetter(['c']);
    await room.get(ReleaseIssue).approve(id, 'person:p2', now);
    await room.get(SendIssues).tick(now);
    const { cancelled, issue } = await room.get(ReleaseIssue).stop(id, 'Une erreur.', now);
    expect(cancelled).toBe((await mailsOf(id)).length);
    expect(cancelled).toBeGreaterThan(0);
    expect(issue).toMatchObject({ status: 'stopped', stopReason: 'Une erreur.' });
    expect((await room.read(`/newsletters/archive/${id}`)).body).toContain('a été arrêté');
    expect((await room.read('/newsletters/archive')).body).not.toContain(`archive/${id}`);
  });

  it('is shown and tried before it leaves, a few times a day', async () => {
    const { id } = await aLetter();
    const trials = room.get(TryIssue);
    expect(await trials.preview(id, now)).toMatchObject({ text: expect.stringContaining('pas encore envoyée') });
    await trials.send(id, 'editrice@reseau.example', now);
    const [row] = await room
      .get(LedgerRepository)
      .deliveries.find({ kind: 'trial' } as never)
      .lean<MailDelivery[]>();
    const cause = await room.get(LedgerRepository).cause(row?.cause ?? '');
    expect(cause?.data).not.toContain('editrice');
    expect(await room.get(MailComposer).compose(row as MailDelivery)).toMatchObject({
      to: 'editrice@reseau.example',
      subject: `[Essai] ${title}`,
    });
    for (let n = 0; n < 4; n += 1) await trials.send(id, 'editrice@reseau.example', now);
    await expect(trials.send(id, 'editrice@reseau.example', now)).rejects.toMatchObject({ status: 429 });
    expect((await room.read(`/newsletters/archive/${id}`)).status).toBe(404);
  });
});

describe('A name that is taken off', () => {
  it('is in no mail that has yet to leave, and in no letter of the past', async () => {
    const network = { id: 'n-nomme', slug: 'nomme', name: 'Réseau nommé' };
    const resource = aResource({ id: 'n', network, publishedAt: at });
    await room.get(SubscriberRepository).add(aSubscriber('zoe@lecteurs.example', { filter: { network: ['nomme'] } }));
    const publishedAt = new Date().toISOString();
    await room.tellOf(resourcePublished, resource, { v: 1, at: publishedAt });
    const where = { recipient: 'zoe@lecteurs.example 1' } as never;
    const mail = await eventually(async () => {
      const row = await room.get(LedgerRepository).deliveries.findOne(where).lean<MailDelivery>();
      if (!row) throw new Error('no mail was planned');
      return row;
    });
    await room.becomes('/api/v1/resources/n', ({ status }) => expect(status).toBe(200));
    const { id } = await aLetter(['n']);
    await room.get(ReleaseIssue).approve(id, 'person:p2', now);
    const said = async () => {
      const alone = (await room.get(MailComposer).compose(mail))?.text;
      const gathered = (await room.get(MailComposer).compose({ ...mail, kind: 'digest' }))?.text;
      const letter = (await room.read(`/newsletters/archive/${id}`)).body;
      const words = (await room.get(LedgerRepository).cause(`issue-${id}`))?.data;
      return [alone, gathered, letter, words].map((text) => text?.includes('Réseau nommé'));
    };
    expect(await said()).toEqual([true, true, true, true]);
    await room.tellOf(resourceCreditRemoved, withoutCredit(resource), { v: 2, at: publishedAt });
    await eventually(async () => expect(await said()).toEqual([false, false, false, false]));
    // The reader is told of the resource all the same.
    expect((await room.get(MailComposer).compose(mail))?.text).toContain(resource.title);
    await room.get(ReleaseIssue).stop(id, 'Essai fini.', now);
  });
});

describe('The archive', () => {
  it('keeps what each week and month said, once, for everybody, and as a feed', async () => {
    const keep = room.get(KeepLetters);
    await Promise.all([keep.tick(now), keep.tick(now)]);
    await keep.tick(now);
    const { body } = await room.read('/newsletters/archive');
    expect(body.match(/archive\/weekly-2026-11-23/g)).toHaveLength(1);
    const letter = await room.read('/newsletters/archive/weekly-2026-11-23');
    expect(letter.body).toContain('Lettre de la semaine, 23 novembre 2026');
    expect(letter.body).toContain('Tenir une assemblée');
    const feed = await room.read('/newsletters/archive.atom');
    expect(feed.headers['content-type']).toContain('application/atom+xml');
    const { items } = await new Parser().parseString(feed.body);
    expect(items.map((item) => (item as { id?: string }).id)).toContain('urn:essaim:issue:weekly-2026-11-23');
    // Nobody was sent it: it is announced to nobody.
    expect(await announcedIds()).not.toContain('weekly-2026-11-23');
    expect((await room.read('/newsletters/archive/none')).status).toBe(404);
  });
});
