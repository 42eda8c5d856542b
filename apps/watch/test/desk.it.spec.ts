import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { caseApproved, caseDeclined, itemDeselected, itemSelected } from '#contracts';
import { Forbidden, InvalidFields } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { ItemNotMovable, NothingToUndo } from '../src/items/item.problems.ts';
import { aDesk, anEditor, aSelection } from './a-desk.ts';
import { publishers, rssOf } from './a-publisher.ts';

Logger.overrideLogger(false);

const now = new Date('2026-03-03T09:00:00Z');
const editor = anEditor();

describe('A watch editor', () => {
  const { aDatabase } = mongoForThisFile();
  const aPublisher = publishers();
  const desks: { end(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.end();
  });
  /** A desk with two items on it. */
  const sorting = async () => {
    const [desk, site] = [await aDatabase(aDesk), await aPublisher()];
    desks.push(desk);
    await desk.aNetwork();
    site.answers('/flux', {
      body: rssOf([
        {
          guid: '1',
          link: 'https://dila.example/1',
          title: 'Loi sur le bénévolat',
          text: 'Elle simplifie.',
          date: now,
        },
        { guid: '2', link: 'https://dila.example/2', title: 'La même loi', date: now },
      ]),
    });
    const given = { licence: 'etalab-2.0', attribution: 'DILA, Journal officiel', family: 'legal-watch' } as const;
    const { _id: source } = await desk.watching(site.at('/flux'), given, now);
    await desk.pollSources.poll(now);
    const all = await desk.itemsOf(source);
    const named = (title: string) => all.find((item) => item.title === title)?._id as string;
    return { desk, law: named('Loi sur le bénévolat'), other: named('La même loi') };
  };
  const decided = (contract: { type: string }, id: string, version: number, reasons: string[] = []) =>
    ({
      type: contract.type,
      occurredAt: now.toISOString(),
      data: { caseId: 'c', contributionId: id, version, reasons },
    }) as never;

  it('hands an item to the committee with its source, its date and its licence, and publishes nothing (R62)', async () => {
    const { desk, law } = await sorting();
    const item = await desk.selectItem.execute(
      law,
      aSelection({ urgent: { reason: 'En vigueur demain.' } }),
      editor,
      now,
    );
    expect(item.status).toBe('in-review');
    const [told] = await desk.toldOfItem(law);
    expect(told?.type).toBe(itemSelected.type);
    expect(told?.data).toMatchObject({
      itemId: law,
      version: 1,
      network: { networkId: 'etat-37' },
      involvedNetworks: ['etat-37'],
      selectedBy: 'editor',
      urgent: { reason: 'En vigueur demain.' },
      content: {
        title: 'Loi sur le bénévolat',
        summary: 'Elle simplifie.',
        format: 'watch-note',
        scale: 'national',
        territories: ['NAT-FR'],
        licence: 'etalab-2.0',
        links: [{ title: 'Source : DILA, Journal officiel, publié le 3 mars 2026, Licence Ouverte 2.0' }],
      },
    });
  });

  it.each([
    ['news without an end', { family: 'social-watch' }, '/expiresAt'],
    ['news that is over', { family: 'social-watch', expiresAt: '2026-01-01T00:00:00Z' }, '/expiresAt'],
    [
      'urgent news',
      { family: 'social-watch', expiresAt: '2026-05-01T00:00:00Z', urgent: { reason: 'Vite.' } },
      '/urgent',
    ],
    ['a tool', { family: 'documentary' }, '/family'],
    ['no theme', { themes: undefined }, '/themes'],
    ['specific support without a sector', { support: 'specific' }, '/sector'],
  ])('is told what is wrong with %s', async (_, given, pointer) => {
    const { desk, law } = await sorting();
    const refused = await desk.selectItem.execute(law, aSelection(given), editor, now).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidFields);
    expect((refused as InvalidFields).errors.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('speaks for no network but their own', async () => {
    const { desk, law } = await sorting();
    await desk.aNetwork('riva-hdf');
    await expect(desk.selectItem.execute(law, aSelection({ network: 'riva-hdf' }), editor, now)).rejects.toThrow(
      Forbidden,
    );
  });

  it('dismisses with a reason, and undoes it', async () => {
    const { desk, law } = await sorting();
    const dismissed = await desk.sortItem.dismiss(law, 'Ne concerne pas les associations.', editor, now);
    expect(dismissed.history.at(-1)).toMatchObject({
      what: 'dismissed',
      by: 'editor',
      reason: 'Ne concerne pas les associations.',
    });
    await expect(desk.sortItem.dismiss(law, 'Encore.', editor, now)).rejects.toThrow(ItemNotMovable);
    expect((await desk.sortItem.undo(law, editor, now)).status).toBe('new');
    await expect(desk.sortItem.undo(law, editor, now)).rejects.toThrow(NothingToUndo);
  });

  it('merges what is told twice, and undoes it', async () => {
    const { desk, law, other } = await sorting();
    await expect(desk.sortItem.merge(law, law, editor, now)).rejects.toThrow(InvalidFields);
    expect(await desk.sortItem.merge(other, law, editor, now)).toMatchObject({ status: 'merged', mergedInto: law });
    expect((await desk.items.get(law)).alsoIn).toMatchObject([{ url: 'https://dila.example/2' }]);
    await expect(desk.sortItem.merge(law, other, editor, now)).rejects.toThrow(InvalidFields);
    expect(await desk.sortItem.undo(other, editor, now)).toMatchObject({ status: 'new', mergedInto: null });
  });

  it('takes a choice back until the committee has decided, and is told what it decided', async () => {
    const { desk, law } = await sorting();
    await desk.selectItem.execute(law, aSelection(), editor, now);
    expect((await desk.sortItem.undo(law, editor, now)).status).toBe('new');
    expect((await desk.toldOfItem(law)).map(({ type }) => type)).toEqual([itemSelected.type, itemDeselected.type]);
    await desk.selectItem.execute(law, aSelection(), editor, now);
    // Late, about what was taken back.
    await desk.recordDecision.whenDecided(decided(caseDeclined, law, 1, ['Non.']));
    expect((await desk.items.get(law)).status).toBe('in-review');
    await desk.recordDecision.whenDecided(decided(caseApproved, law, 2));
    await desk.recordDecision.whenDecided(decided(caseApproved, law, 2));
    expect((await desk.items.get(law)).status).toBe('published');
    await expect(desk.sortItem.undo(law, editor, now)).rejects.toThrow(NothingToUndo);
    expect((await desk.toldOfItem(law)).at(-1)?.data).toMatchObject({ personId: 'editor', kind: 'item.published' });
  });

  it('hands in again what was declined, and says what changes of what is public', async () => {
    const { desk, law } = await sorting();
    await desk.selectItem.execute(law, aSelection(), editor, now);
    await desk.recordDecision.whenDecided(decided(caseDeclined, law, 1, ['Trop long.']));
    expect((await desk.items.get(law)).history.at(-1)).toMatchObject({ what: 'declined', reason: 'Trop long.' });
    await desk.selectItem.execute(law, aSelection({ summary: 'Plus court.' }), editor, now);
    await desk.recordDecision.whenDecided(decided(caseApproved, law, 2));
    await expect(desk.selectItem.execute(law, aSelection(), editor, now)).rejects.toThrow(InvalidFields);
    const revised = await desk.selectItem.execute(law, aSelection({ change: 'Le décret est paru.' }), editor, now);
    expect(revised.selections.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect((await desk.sortItem.undo(law, editor, now)).status).toBe('published');
  });
});
