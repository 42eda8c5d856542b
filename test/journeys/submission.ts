import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { type Answer, type Client, done } from '../support/client.ts';
import { aContribution, decided } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { product } from './product.ts';

const attach = async (client: Client, id: string, bytes: string | Uint8Array, name: string): Promise<Answer> => {
  const form = new FormData();
  form.set('accessible', 'yes');
  form.set('file', new File([bytes as never], name));
  return client.send('POST', `contributions/${id}/attachments`, {}, form);
};

describe('A file', () => {
  it('goes from its author through the portal to everybody, and is gone with the resource', async () => {
    const { as, keys, anyone } = product;
    const author = as(keys.network);
    const { id } = await done(author.post('contributions', aContribution({ submit: false, links: [] })));
    const text = 'Une trame d’entretien, en toutes lettres.\n'.repeat(2_000);
    const file = await done(attach(author, id, text, 'Trame d’été.txt'));
    expect((await anyone.get(`resources/${id}/files/${file.id}`)).status).toBe(404);
    await done(author.post(`contributions/${id}/submit`));
    await decided(product, id);
    const resource = await eventually(() => done(anyone.get(`resources/${id}`)));
    expect(resource.files).toMatchObject([
      { url: file.url, type: 'text/plain', sha256: file.sha256, accessible: 'yes' },
    ]);
    const whole = await eventually(async () => {
      const answer = await anyone.get(file.url);
      expect(answer.status).toBe(200);
      return answer;
    });
    expect(whole.text).toBe(text);
    expect(whole.headers.get('content-security-policy')).toContain('sandbox');
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment/);
    const part = await anyone.get(file.url, { range: 'bytes=4-8' });
    expect([part.status, part.text]).toEqual([206, 'trame']);
    expect((await anyone.head(file.url)).headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  });

  it('is refused by the portal when it is too large, and the next request is answered', async () => {
    const author = product.as(product.keys.network);
    const { id } = await done(author.post('contributions', aContribution({ submit: false })));
    const tooMuch = await attach(author, id, new Uint8Array(26_000_000), 'a.txt');
    expect([tooMuch.status, tooMuch.body.type]).toEqual([413, '/problems/too-large']);
    expect((await author.get(`contributions/${id}`)).body.files).toEqual([]);
  }, 60_000);
});

describe('Somebody without an account', () => {
  it('proposes to a network, follows the receipt, and sees it published', async () => {
    const { as, keys, anyone } = product;
    const proposal = aContribution({
      title: 'Tenir un budget de trésorerie',
      network: 'mda-estuaire',
      charter: '2026-1',
      proposer: { name: 'Ana Dupont', email: 'ana@particulier.example' },
      submit: undefined,
    });
    const { id, receipt } = await done(anyone.post('contributions', proposal));
    expect(await done(anyone.get(receipt))).toMatchObject({ status: 'submitted', resource: null });
    const { items } = await done(as(keys.facilitator).get('framing?limit=100'));
    expect(items).toContainEqual(
      expect.objectContaining({ id, proposer: { name: 'Ana Dupont', email: 'ana@particulier.example' } }),
    );
    await done(as(keys.facilitator).post('framing/endorse', { ids: [id] }));
    await decided(product, id);
    await eventually(async () => {
      expect(await done(anyone.get(receipt))).toMatchObject({ status: 'published', resource: `/ressources/${id}` });
    });
  });
});

describe('The policy of production', () => {
  it('counts from the next answer on, and is open again as soon', async () => {
    const { as, keys } = product;
    const operator = as(keys.operator);
    const post = () => as(keys.contributor).post('contributions', aContribution());
    const closed = { explanation: 'Essai.', mode: 'allow-list', allowList: ['riva-hdf'] };
    expect((await done(operator.post('submission/policy/preview', closed))).networks.shutOut.length).toBeGreaterThan(3);
    await done(operator.post('submission/policy', closed));
    expect((await post()).body.errors).toMatchObject([{ pointer: '/network', code: 'allow-list' }]);
    await done(
      operator.post('submission/policy', { explanation: 'Fin.', mode: 'open', sponsorRequiredFor: ['other'] }),
    );
    expect((await post()).status).toBe(201);
  });
});

describe('A plan', () => {
  it('is kept by what is handed in for it', async () => {
    const { as, keys } = product;
    const plan = await done(
      as(keys.facilitator).post('plans', { title: 'Une actualité', dueAt: '2030-01-01T00:00:00Z', cadence: 'once' }),
    );
    const { id } = await done(as(keys.contributor).post('contributions', aContribution({ plan: plan.id })));
    await eventually(async () => {
      const kept = await done(as(keys.facilitator).get(`plans/${plan.id}`));
      expect(kept).toMatchObject({ status: 'closed', fulfilments: [{ contribution: id }] });
    });
  });
});

describe('The demonstration', () => {
  it('has meetings, plans and an atlas, brought in by its facilitators', async () => {
    const { anyone } = product;
    const meetings = await done(anyone.get(`meetings?after=${new Date().toISOString().slice(0, 10)}`));
    expect(meetings.items.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(meetings)).not.toContain('visio.demo.example');
    expect((await done(anyone.get('atlas?territory=REG-32'))).total).toBe(2);
  });
});

describe('An author', () => {
  it('has their name taken off what is public, where it is shown and where it was sent', async () => {
    const { as, keys, anyone } = product;
    const author = as(keys.network);
    const { id } = await done(author.post('contributions', aContribution({ title: 'Sans nom, bientôt' })));
    await decided(product, id);
    const { network } = await eventually(() => done(anyone.get(`resources/${id}`)));
    await eventually(() => done(author.post(`contributions/${id}/removal-requests`, { what: 'name' })));
    await eventually(async () => {
      const shown = await done(anyone.get(`resources/${id}`));
      expect(shown.network).toEqual({
        id: network.id,
        slug: 'nom-retire',
        name: 'Nom retiré à la demande de l’auteur',
      });
    });
    const page = await fetch(`${product.origin}/ressources/${id}`).then((answer) => answer.text());
    // Other resources of the same network are named beside it.
    const own = page.replace(/<section[^>]*aria-labelledby="proches".*?<\/section>/s, '');
    const version = JSON.stringify(await done(anyone.get(`resources/${id}/versions/1`)));
    expect([own.includes(network.name), version.includes(network.name)]).toEqual([false, false]);
  });
});

describe('A key', () => {
  it('counts as used wherever it was presented', async () => {
    const { as, keys } = product;
    const facilitator = as(keys.facilitator);
    const [{ id: network }] = (await done(facilitator.get('me'))).networks;
    const { id, key } = await done(facilitator.post(`networks/${network}/keys`, { name: 'Lecteur', roles: [] }));
    await done(as(key).get('webhook-endpoints'));
    await eventually(async () => {
      const { items } = await done(facilitator.get(`networks/${network}/keys`));
      expect(items.find((each: { id: string }) => each.id === id).lastUsedAt).not.toBeNull();
    });
  });
});

describe('The first run', () => {
  it('makes operator, committee and key, retires the bootstrap key, and can be run again until then', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'essaim-first-run-')), 'plan.json');
    const network = (slug: string) => ({
      ...{
        slug,
        name: slug,
        circle: 'first',
        networkKind: 'territorial',
        actorType: 'association',
        territories: ['DEP-37'],
      },
    });
    const seat = (name: string, college: string) => ({
      name,
      email: `${name}@premier.example`,
      network: 'premier',
      college,
    });
    const plan = {
      network: network('premier'),
      operator: { name: 'Odile', email: 'odile@premier.example' },
      committee: [seat('anne', 'etat'), seat('bruno', 'associatif')],
    };
    writeFileSync(file, JSON.stringify(plan));
    const run = () =>
      spawnSync(process.execPath, [join(projectRoot(), 'dist/deploy/operations/first-run.js'), file], {
        encoding: 'utf8',
        env: {
          ...process.env,
          ESSAIM_ORIGIN: product.origin,
          ESSAIM_BOOTSTRAP_KEY: product.stack.secrets.bootstrapKey,
        },
      });
    const first = run();
    expect(first.stderr).toBe('');
    const [key = ''] = /ess_\S+/.exec(first.stdout) ?? [];
    const me = await done(product.as(key).get('me'));
    expect(me).toMatchObject({ name: 'Odile', roles: [{ role: 'operator' }] });
    const { items } = await done(product.as(key).get('networks/premier/members'));
    expect(items.map(({ name }: { name: string }) => name).sort()).toEqual(['Odile', 'anne', 'bruno']);
    await eventually(async () => {
      expect((await product.as(product.stack.secrets.bootstrapKey).get('me')).status).toBe(401);
    });
    expect(run().status).toBe(1);
  }, 60_000);
});
