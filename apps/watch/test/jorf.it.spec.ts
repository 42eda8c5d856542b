import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { associationWords } from '../src/sources/french-sources.ts';
import type { GivenSource } from '../src/sources/source.schema.ts';
import { aDesk } from './a-desk.ts';
import { publishers } from './a-publisher.ts';
import { archiveOf, delivery, indexOf } from './jorf-files.ts';

Logger.overrideLogger(false);

const hour = 3_600_000;
/** A Wednesday morning. */
const start = new Date('2026-08-19T06:00:00Z');
const later = (hours: number) => new Date(start.getTime() + hours * hour);
const id = (n: number) => `JORFTEXT${String(54_706_000 + n).padStart(12, '0')}`;
const law = {
  id: id(1),
  title: 'LOI n° 2026-813 du 18 août 2026 relative à la vie associative (1)',
  published: '2026-08-19',
};

describe('The Journal officiel', () => {
  const { aDatabase } = mongoForThisFile();
  const aPublisher = publishers();
  const desks: { end(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.end();
  });
  const watching = async () => {
    const [desk, site] = [await aDatabase(aDesk), await aPublisher()];
    desks.push(desk);
    const root = '/OPENDATA/JORFSIMPLE/';
    const delivers = (archives: Readonly<Record<string, Buffer | null>>) => {
      site.answers(root, {
        headers: { 'content-type': 'text/html;charset=ISO-8859-1' },
        body: indexOf(Object.keys(archives)),
      });
      for (const [name, body] of Object.entries(archives)) site.answers(root + name, body ? { body } : { status: 503 });
    };
    const given = {
      adapter: 'jorf-archive',
      family: 'legal-watch',
      licence: 'etalab-2.0',
      attribution: 'DILA, Journal officiel',
      keywords: [...associationWords] as string[],
    } satisfies Partial<GivenSource>;
    const { _id } = await desk.watching(site.at(root), given, start);
    const titles = async () => (await desk.itemsOf(_id)).map(({ title }) => title).sort();
    return { desk, site, source: _id, delivers, titles };
  };

  it('brings the texts that concern associations, and no appointment', async () => {
    const { desk, source, delivers, titles } = await watching();
    const texts = [
      law,
      {
        id: id(2),
        title: 'Décret relatif à la pêche à pied',
        cites: 'le code rural',
        article: 'Une association de pêcheurs est consultée.',
        published: '2026-08-19',
      },
      {
        id: id(3),
        title: 'Arrêté portant nomination au conseil de la vie associative',
        published: '2026-08-19',
        isNominative: true,
      },
    ];
    delivers({ 'JORFSIMPLE_20260819-003035.tar.gz': await delivery('20260819-003035', texts) });
    await desk.pollSources.poll(start);
    expect(await titles()).toEqual([law.title]);
    const [item] = await desk.itemsOf(source);
    expect(item).toMatchObject({
      url: 'https://www.legifrance.gouv.fr/eli/loi/2026/8/18/ESSX2600001L/jo/texte',
      legalIds: [`lf:${law.id}`, 'nor:ESSX2600001L'],
      publishedAt: '2026-08-19T05:00:00.000Z',
      text: 'Vu la loi du 1er juillet 1901 ;\n\nArticle 1\nLa présente loi entre en vigueur.\nFin.',
    });
    expect(await desk.stateOf(source)).toMatchObject({ position: 'JORFSIMPLE_20260819-003035.tar.gz' });
  });

  it('is corrected by the deliveries of the evening, which are no news', async () => {
    const { desk, source, delivers, titles } = await watching();
    const old = { id: id(9), title: 'LOI relative au contrat d’association', published: '1998-02-03' };
    const morning = await delivery('20260819-003035', [law]);
    delivers({ 'JORFSIMPLE_20260819-003035.tar.gz': morning });
    await desk.pollSources.poll(start);
    const evening = await delivery('20260819-213000', [{ ...law, article: 'Texte rectifié.' }, old]);
    delivers({ 'JORFSIMPLE_20260819-003035.tar.gz': morning, 'JORFSIMPLE_20260819-213000.tar.gz': evening });
    await desk.pollHourly(later(15), 1);
    expect(await titles()).toEqual([law.title]);
    const [item] = await desk.itemsOf(source);
    expect(item).toMatchObject({ isCorrected: true, versions: [{ title: law.title }] });
    expect(item?.text).toContain('Texte rectifié.');
  });

  it('is caught up day after day when deliveries were missed, and no failure jumps over one', async () => {
    const { desk, site, source, delivers, titles } = await watching();
    const day = (n: number) => ({
      ...law,
      id: id(n),
      title: `Décret ${n} sur les subventions`,
      published: `2026-08-${n}`,
      nor: `ESSX26000${n}D`,
    });
    const name = (n: number) => `JORFSIMPLE_202608${n}-003035.tar.gz`;
    delivers({ [name(19)]: await delivery('20260819-003035', [day(19)]) });
    await desk.pollSources.poll(start);
    site.answers('/OPENDATA/JORFSIMPLE/', { status: 500 });
    await desk.pollHourly(later(6), 3);
    const all = {
      [name(19)]: null,
      [name(20)]: null,
      [name(21)]: await delivery('x', [day(21)]),
      [name(22)]: await delivery('x', [day(22)]),
    };
    delivers(all);
    await desk.pollHourly(later(78), 1);
    expect(await titles()).toEqual(['Décret 19 sur les subventions']);
    delivers({ ...all, [name(20)]: await delivery('x', [day(20)]) });
    await desk.pollHourly(later(102), 2);
    expect(await titles()).toEqual([19, 20, 21, 22].map((n) => `Décret ${n} sur les subventions`));
    expect(await desk.stateOf(source)).toMatchObject({ position: name(22), failures: 0, quarantine: null });
  });

  it.each([
    ['a bomb', async () => archiveOf([[`JORFTEXT000000000001.xml`, Buffer.alloc(11 * 1024 * 1024, 'a')]])],
    ['cut short', async () => (await delivery('x', [law])).subarray(0, 200)],
    ['too many files', async () => archiveOf(Array.from({ length: 20_001 }, (_, n) => [`${n}`, '']))],
    ['no archive', async () => Buffer.from('<html>Erreur</html>')],
  ])('does no harm when a delivery is %s', async (_, archive) => {
    const { desk, source, delivers, titles } = await watching();
    delivers({ 'JORFSIMPLE_20260819-003035.tar.gz': await archive() });
    await desk.pollSources.poll(start);
    expect(await titles()).toEqual([]);
    expect(await desk.stateOf(source)).toMatchObject({ failures: 1, position: null });
  });

  it('takes nothing from what an archive would lead outside of itself, nor from a text with entities', async () => {
    const { desk, source, delivers, titles } = await watching();
    const good = await delivery('x', [law]);
    expect(good.length).toBeGreaterThan(0);
    const evil =
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><TEXTE><ID>JORFTEXT000000000002</ID><TITREFULL>Association &b;</TITREFULL></TEXTE>';
    delivers({
      'JORFSIMPLE_20260819-003035.tar.gz': await archiveOf([
        ['../../../../tmp/essaim-traversal/JORFTEXT000000000002.xml', evil],
        ['/etc/cron.d/JORFTEXT000000000003.xml', 'x'],
        ['JORF/JORFTEXT000000000004.xml', { type: 'symlink', linkname: '/etc/passwd' }],
        ['JORF/JORFTEXT000000000005.xml', { type: 'link', linkname: '../../../etc/passwd' }],
      ]),
    });
    await desk.pollSources.poll(start);
    expect(await titles()).toEqual([]);
    expect(await desk.stateOf(source)).toMatchObject({ failures: 0, position: 'JORFSIMPLE_20260819-003035.tar.gz' });
  });
});
