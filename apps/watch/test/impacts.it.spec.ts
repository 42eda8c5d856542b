import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { impactFound, resourcePublished, textChanged } from '#contracts';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { aDesk, anEditor } from './a-desk.ts';
import { publishers } from './a-publisher.ts';
import { delivery, indexOf, type JorfText } from './jorf-files.ts';

Logger.overrideLogger(false);

const start = new Date('2024-04-16T06:00:00Z');
const name = 'JORFSIMPLE_20240416-003035.tar.gz';
const link = (typelien: string, num: string) =>
  `<LIEN cidtexte="LEGITEXT000006072050" datesignatexte="2999-01-01" id="LEGIARTI000049423618" naturetexte="CODE" nortexte="" num="${num}" numtexte="" sens="source" typelien="${typelien}">Code du travail - art. ${num} (V)</LIEN>`;
/** As it was: two of its articles change one of the code. No word of it need be known. */
const law: JorfText = {
  id: 'JORFTEXT000049418388',
  title: 'LOI n° 2024-344 du 15 avril 2024 portant diverses dispositions',
  published: '2024-04-16',
  nor: 'ECOX0000001L',
  cites: 'la Constitution',
  links: link('MODIFIE', 'L3142-54-1') + link('MODIFIE', 'L3142-54-1') + link('CITATION', 'L1253-1'),
};

describe('A legal text that changes what resources cite', () => {
  const { aDatabase } = mongoForThisFile();
  const aPublisher = publishers();
  const desks: { end(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.end();
  });
  const opened = async () => {
    const desk = await aDatabase(aDesk);
    desks.push(desk);
    const publish = (id: string, legalRefs: string[], version = 1, publishedAt = start) =>
      desk.keepCited.whenAnnounced({
        id: `e-${id}-${version}`,
        type: resourcePublished.type,
        subject: id,
        aggregateVersion: version,
        occurredAt: publishedAt.toISOString(),
        data: {
          resource: { ...aResource(), id, version, legalRefs, publishedAt: publishedAt.toISOString() },
          previous: null,
        },
      } as never);
    const announcedOf = async (item: string) => {
      const found = await desk.changedTexts.store.model.collection.findOne({ _id: item as never });
      const outbox = (found as { outbox?: { type: string; data: Record<string, unknown> }[] } | null)?.outbox ?? [];
      return outbox.map(({ type, data: { resourceId, level, effectiveAt } }) => [type, resourceId, level, effectiveAt]);
    };
    /** Everything that sources and people said of texts is heard, as it would be through the broker. */
    const hear = async (source: string, item?: string) => {
      const told = [...(await desk.toldOf(source)), ...(item ? await desk.toldOfItem(item) : [])];
      for (const event of told) if (event.type === textChanged.type) await desk.findImpacts.whenChanged(event as never);
    };
    return { desk, publish, announcedOf, hear };
  };

  it('is read for its typed links although no keyword of ours is in it, and is one impact however often it is heard', async () => {
    const { desk, publish, announcedOf, hear } = await opened();
    await publish('R02', ['code:travail/L3142-54-1']);
    await publish('R19', ['code:travail/L1253-1']);
    const site = await aPublisher();
    site.answers('/jo/', { headers: { 'content-type': 'text/html' }, body: indexOf([name]) });
    const unrelated = {
      ...law,
      id: 'JORFTEXT000049418399',
      nor: 'ECOX0000002D',
      title: 'Décret relatif à la pêche',
      links: '',
    };
    site.answers(`/jo/${name}`, { body: await delivery('20240416-003035', [law, unrelated]) });
    const given = { adapter: 'jorf-archive', family: 'legal-watch', keywords: ['bénévol*'] } as const;
    const { _id } = await desk.watching(site.at('/jo/'), { ...given, keywords: [...given.keywords] }, start);
    await desk.pollSources.poll(start);
    const [item, ...others] = await desk.itemsOf(_id);
    expect(others).toEqual([]);
    expect(item?.changes).toMatchObject([{ target: 'code:travail/L3142-54-1', kind: 'modified', isCertain: true }]);
    await hear(_id);
    await hear(_id);
    expect(await announcedOf(item?._id ?? '')).toEqual([[impactFound.type, 'R02', 'certain', null]]);
  });

  it('is found by a resource that becomes public afterwards, unless it is long ago', async () => {
    const { desk, publish, announcedOf, hear } = await opened();
    await desk.ship(start);
    const said = { title: 'Décret n° 2026-9999', text: '', family: 'legal-watch' as const };
    const changes = [{ target: 'decret:2001-495', kind: 'repealed' as const, effectiveAt: '2026-12-31' }];
    const item = await desk.captureItem.write({ ...said, changes }, start);
    await hear('saisie');
    expect(await announcedOf(item._id)).toEqual([]);
    await publish('R05', ['loi:2000-321/10', 'decret:2001-495']);
    await publish('R05', ['loi:2000-321/10', 'decret:2001-495'], 2);
    await publish('late', ['decret:2001-495'], 1, new Date('2025-01-01T00:00:00Z'));
    expect(await announcedOf(item._id)).toEqual([[impactFound.type, 'R05', 'certain', '2026-12-31']]);
  });

  it('is graver once an editor says what its words leave open', async () => {
    const { desk, publish, announcedOf, hear } = await opened();
    await publish('R03', ['arrete:2009-06-02', 'code:commerce/L612-4']);
    await desk.ship(start);
    const title = 'Arrêté du 14 septembre 2026 modifiant l’arrêté du 2 juin 2009';
    const item = await desk.captureItem.write({ title, text: '', family: 'legal-watch' }, start);
    await hear('saisie', item._id);
    const stated = {
      target: 'code:commerce/L612-4',
      kind: 'modified',
      isCertain: true,
      effectiveAt: '2026-10-01',
    } as const;
    await desk.sortItem.state(item._id, [stated], anEditor(), new Date(start.getTime() + 1_000));
    await hear('saisie', item._id);
    expect(await announcedOf(item._id)).toEqual([
      [impactFound.type, 'R03', 'probable', null],
      [impactFound.type, 'R03', 'certain', '2026-10-01'],
    ]);
  });
});
