import { describe, expect, it } from 'vitest';
import { contributionStatuses, labels, resourceStatuses } from '#taxonomy';
import { type Answer, done } from '../support/client.ts';
import { aContribution, anOpinion, caseOf, decided, published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { expectProblem } from './contract/conventions.ts';
import { product } from './product.ts';

const member = (n = 0) => product.as(product.keys.committee[n] as string);
const author = () => product.as(product.keys.network);
const recordOf = (id: string): Promise<Answer['body']> => done(member().get(`resources/${id}/record`));
const json = { 'content-type': 'application/json' };
const isPublic = (id: string) => eventually(() => recordOf(id));

describe('A demonstration', () => {
  it('has its references, those proposed, adoptions and feedback', async () => {
    const { R07, R08, R17, R19, R01 } = product.resources as Record<string, string>;
    for (const id of [R08, R17]) expect(await recordOf(id as string)).toMatchObject({ label: 'reference' });
    for (const id of [R07, R19]) expect(await recordOf(id as string)).toMatchObject({ label: 'proposed' });
    expect(await done(product.anyone.get(`resources/${R01}/adoptions`))).toMatchObject({ total: 2 });
    expect(await done(product.anyone.get(`resources/${R01}/feedback`))).toMatchObject({ total: 1 });
  });
});

describe('A public resource, in its later life,', () => {
  const reason = 'Le formulaire a changé au 1er novembre.';
  let id: string;

  it('is flagged by the committee, and confirmed once it was read again', async () => {
    id = await published(product, { title: 'Demander une salle' });
    await isPublic(id);
    expect((await member().post(`resources/${id}/flag`, {})).status).toBe(422);
    expect(await done(member().post(`resources/${id}/flag`, { reason }))).toMatchObject({
      status: 'flagged',
      statusReason: reason,
      statusLabel: 'Vérification en cours',
    });
    expectProblem(await member().post(`resources/${id}/flag`, { reason }), 409, 'resource-not-movable');
    const confirmed = await done(member(1).post(`resources/${id}/confirm`, { reason: 'Relue : rien ne change.' }));
    expect(confirmed).toMatchObject({ status: 'published', statusReason: null });
  });

  it('becomes the national reference, once others took it up, a professional read it and five members agree', async () => {
    const proposal = await member().post(`resources/${id}/label-proposals`, {}, { 'idempotency-key': `label-${id}` });
    expect(proposal.status).toBe(201);
    const { caseId, missing } = proposal.body;
    expect(missing.map(({ code }: { code: string }) => code)).toEqual([
      'opinions',
      'colleges',
      'adoptions',
      'verification',
    ]);
    expectProblem(await member(1).post(`resources/${id}/label-proposals`), 409, 'proposal-under-way');

    const check = { version: 1, perimeter: 'le formulaire' };
    await done(product.as(product.keys.verifier).post(`cases/${caseId}/verifications`, check));
    for (const key of product.keys.committee) await done(product.as(key).post(`cases/${caseId}/opinions`, anOpinion()));
    expect(await done(member().get(`cases/${caseId}`))).toMatchObject({
      status: 'open',
      missing: [{ code: 'adoptions' }],
    });

    const adopted = (territory: string) =>
      done(product.as(product.keys.subscriber).post(`resources/${id}/adoptions`, { territory, result: 'Utile.' }));
    await adopted('DEP-35');
    await adopted('DEP-29');
    await eventually(async () =>
      expect(await recordOf(id)).toMatchObject({ label: 'reference', labelLabel: 'Référence nationale' }),
    );
    const { adoptions, labelledUntil } = await recordOf(id);
    expect(adoptions).toHaveLength(2);
    expect(Date.parse(labelledUntil)).toBeGreaterThan(Date.now() + 700 * 24 * 3600 * 1000);
  });

  it('is a reference no longer when a new version is published that no professional has read', async () => {
    const { headers } = await author().get(`contributions/${id}`);
    const change = { change: 'Le nouveau formulaire.' };
    await done(author().patch(`contributions/${id}`, change, headers.get('etag') ?? ''));
    await done(author().post(`contributions/${id}/submit`));
    await decided(product, id, { version: 2 });
    await eventually(async () => expect(await recordOf(id)).toMatchObject({ version: 2, label: 'revoked' }));
  });

  it('is withdrawn when its author asks and the committee agrees', async () => {
    const asked = await author().post(`resources/${id}/withdraw`, { reason: 'Nous la refondons.' });
    expect(asked.status).toBe(202);
    expect(await recordOf(id)).toMatchObject({ status: 'published', requests: [{ command: 'withdraw' }] });
    const { items } = await done(member().get('editorial/requests'));
    expect(items).toContainEqual(asked.body.request);
    const path = `resources/${id}/requests/${asked.body.request.id}/accept`;
    expectProblem(await author().post(path), 403);
    expect(await done(member().post(path))).toMatchObject({ status: 'withdrawn', statusReason: 'Nous la refondons.' });
    expectProblem(await member().post(`resources/${id}/restore`, { reason }), 409, 'resource-not-movable');
    expectProblem(await member().post(`resources/${id}/label-proposals`), 409, 'resource-not-published');
  });
});

describe('Feedback', () => {
  it('is given by anyone, read by a member, and then public', async () => {
    const id = await published(product, { title: 'Tenir une permanence' });
    await isPublic(id);
    const given = { territory: 'DEP-37', usefulness: 4, minutesSaved: 20, comment: 'Très clair.' };
    const answer = await product.anyone.post(`resources/${id}/feedback`, given);
    expect(answer).toMatchObject({ status: 201, body: { status: 'pending' } });
    expect(await done(product.anyone.get(`resources/${id}/feedback`))).toMatchObject({ items: [], total: 0 });
    await done(member().post(`editorial/feedback/${answer.body.id}/publish`));
    const { items } = await done(product.anyone.get(`resources/${id}/feedback`));
    expect(items).toMatchObject([{ ...given, version: 1 }]);
    expect(items[0]).not.toHaveProperty('moderatedBy');
    expect((await caseOf(product, id)).procedure).toBe('publication');
  });
});

describe('The committee', () => {
  let id: string;
  let subject: string;
  const opine = (n: number, fields: Record<string, unknown> = {}) =>
    member(n).post(`cases/${subject}/opinions`, anOpinion(fields));

  it('sees first what it can unblock, talks at the field, and takes an opinion back', async () => {
    ({ id } = await done(author().post('contributions', aContribution({ title: 'Préparer une séance' }))));
    subject = (await caseOf(product, id)).id;
    const { items } = await done(member().get('cases?mine=true&limit=100'));
    expect(items).toContainEqual(expect.objectContaining({ id: subject, canUnblock: true }));
    const { id: thread } = await done(
      member().post(`cases/${subject}/threads`, { field: '/howToUse/0', text: 'Quelles pièces ?' }),
    );
    await done(member(1).post(`cases/${subject}/threads/${thread}/messages`, { text: 'Celles du bilan.' }));
    await done(member().send('PUT', `cases/${subject}/note`, json, JSON.stringify({ text: 'Pour moi seul.' })));
    await done(opine(0, { clarityDetail: { substance: 3, form: 2, ease: 3 }, commonInterest: 'met' }));
    expect((await done(member().delete(`cases/${subject}/opinions`))).missing[0]).toMatchObject({ needed: 3 });
    expectProblem(await member().delete(`cases/${subject}/opinions`), 404, 'no-opinion');
    const seen = await done(member(1).get(`cases/${subject}`));
    expect(seen).toMatchObject({
      opinions: [],
      note: null,
      threads: [{ field: '/howToUse/0' }],
      rounds: [],
      hints: [],
    });
    expect(await done(member().get(`cases/${subject}`))).toMatchObject({ note: { text: 'Pour moi seul.' } });
    const forAuthor = await done(author().get(`cases/${subject}`));
    expect(forAuthor).toMatchObject({ status: 'open', threads: [{ messages: [{ collegeLabel: 'État' }, {}] }] });
    expect(forAuthor).not.toHaveProperty('opinions');
  });

  it('decides in session what a member objected to, and its minutes say so', async () => {
    await done(member().post(`cases/${subject}/objections`, { reason: 'À débattre ensemble.' }));
    for (const n of [0, 1, 2]) await done(opine(n));
    expect(await done(member().get(`cases/${subject}`))).toMatchObject({ status: 'in-session', decision: null });

    const dates = { startsAt: '2030-01-01T09:00:00Z', endsAt: '2030-01-01T11:00:00Z' };
    const { id: session } = await done(
      member().post('committee-sessions', { ...dates, visioUrl: 'https://visio.example/secret' }),
    );
    const planned = await done(member().get(`committee-sessions/${session}`));
    expect(planned.agenda).toContainEqual(expect.objectContaining({ caseId: subject, why: 'objection' }));
    const ics = await product.anyone.get('committee-sessions.ics');
    expect(ics.headers.get('content-type')).toContain('text/calendar');
    expect(ics.text).toContain(`session-${session}@essaim`);
    expect(ics.text).not.toContain('secret');

    const { opinions } = await done(member().get(`cases/${subject}`));
    const votes = opinions.map(({ seat }: { seat: string }) => ({ seat, recommendation: 'approve' }));
    const voted = await done(member().post(`committee-sessions/${session}/votes`, { caseId: subject, votes }));
    expect(voted).toMatchObject({ status: 'decided', decision: { outcome: 'published' } });
    await isPublic(id);
    await done(member().post(`committee-sessions/${session}/close`, { remarks: 'Prochaine séance en mars.' }));
    const minutes = await member().get(`committee-sessions/${session}/minutes.txt`);
    expect(minutes.text).toContain('Préparer une séance');
    expect(minutes.text).toContain('Décision : Publiée (règles, version 1)');
    expectProblem(
      await member().post(`committee-sessions/${session}/votes`, { caseId: subject, votes }),
      409,
      'session-over',
    );
  });

  it('leaves who did what in a log that operators take away', async () => {
    const operator = product.as(product.keys.operator);
    await eventually(async () => {
      const { text } = await operator.get('editorial/audit');
      const entries = text
        .trim()
        .split('\n')
        .map((entry) => JSON.parse(entry));
      const mine = entries.filter((entry) => entry.subject.id === subject).map(({ action }) => action);
      expect(mine).toEqual(
        expect.arrayContaining(['opinion.given', 'opinion.withdrawn', 'objection.raised', 'case.decided']),
      );
      expect(entries.every(({ at, action }) => at && action)).toBe(true);
    });
  });

  it('judges by rules that an operator changes for what comes, and can preview', async () => {
    const operator = product.as(product.keys.operator);
    const changes = { quorum: { usual: { opinions: 4 } } };
    const preview = await done(member().post('policy/preview', { changes }));
    expect(preview.changed).toBeGreaterThan(0);
    expect(preview.items[0].missing[0]).toMatchObject({ code: 'opinions' });
    const added = await operator.post('policy/versions', {
      changes,
      comment: 'Un avis de plus.',
      activeFrom: '2031-01-01T00:00:00Z',
    });
    expect(added).toMatchObject({ status: 201, body: { version: 2, quorum: { usual: { opinions: 4, colleges: 3 } } } });
    expect(await done(product.anyone.get('policy/versions'))).toMatchObject({ total: 2, current: 1 });
    const later = { activeFrom: '2032-01-01T00:00:00Z', comment: 'x' };
    const wrong = await operator.post('policy/versions', { ...later, changes: { approval: { parts: 9 } } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/changes/approval' }] } });
  });

  it('is one of several: a territory has its own, never without the State and associations', async () => {
    const operator = product.as(product.keys.operator);
    const { items: networks } = await done(product.anyone.get('networks?limit=100'));
    const seatOf = async (slug: string, college: string) => {
      const { items } = await done(operator.get(`networks/${slug}/members`));
      const isMember = ({ roles }: { roles: { role: string }[] }) =>
        roles.some(({ role }) => role === 'committee-member');
      const person = items.find(isMember)?.id;
      return { college, network: slug, person };
    };
    const seats = [
      await seatOf('etat-37', 'etat'),
      await seatOf('riva-hdf', 'associatif'),
      await seatOf('caf-59', 'partenaire-local'),
    ];
    const given = { name: 'Comité de Nouvelle-Aquitaine', kind: 'territorial', territories: ['REG-75'] };
    const refused = await operator.post('committees', { ...given, seats: seats.slice(1) });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/seats', code: 'missing-college-etat' }] },
    });
    const { id: committee } = await done(operator.post('committees', { ...given, seats }));
    expect(networks.length).toBeGreaterThan(0);
    const shown = await done(product.anyone.get(`committees/${committee}`));
    expect(shown).toMatchObject({
      parent: 'national',
      mandate: 'deconcentrated',
      seats: [{ college: 'etat' }, {}, {}],
    });
    expect(JSON.stringify(shown)).not.toContain(seats[0]?.person);

    const contribution = await done(author().post('contributions', aContribution({ title: 'Pour la Gironde' })));
    const routed = await caseOf(product, contribution.id);
    expect(routed).toMatchObject({ committee });
    // Of the five members, the one of the reseau-partenaire college has no seat there.
    expectProblem(await member(3).post(`cases/${routed.id}/opinions`, anOpinion()), 403, 'no-seat');
    for (const n of [0, 1, 2]) await done(member(n).post(`cases/${routed.id}/opinions`, anOpinion()));
    await isPublic(contribution.id);
  });
});

describe('Each state of the rules is in the demonstration:', () => {
  const all = async (asked: Promise<Answer>): Promise<Answer['body'][]> => (await done(asked)).items;
  const values = <Item>(items: readonly Item[], of: (item: Item) => string) => [...new Set(items.map(of))].sort();
  const operator = () => product.as(product.keys.operator);
  const cases = () => all(member().get('cases?limit=100'));
  const details = async () => Promise.all((await cases()).map(({ id }) => done(member().get(`cases/${id}`))));
  const records = async () =>
    Promise.all(
      values(await cases(), ({ contributionId }) => contributionId).map((id) => member().get(`resources/${id}/record`)),
    );
  const publicRecords = async () => (await records()).flatMap(({ status, body }) => (status === 200 ? [body] : []));

  it('those of a contribution, one that was returned and one that waits for its co-producer', async () => {
    const issued = ['riva-hdf', 'caf-59'].map((slug) =>
      done(operator().post(`networks/${slug}/keys`, { name: 'Lire' })),
    );
    const keys = [product.keys.network, product.keys.subscriber, ...(await Promise.all(issued)).map(({ key }) => key)];
    const found = await Promise.all(keys.map((key) => all(product.as(key).get('contributions?limit=100'))));
    expect(values(found.flat(), ({ status }) => status)).toEqual([...contributionStatuses.ids].sort());
    const drafts = (found[0] ?? []).filter(({ status }) => status === 'draft');
    const told = await Promise.all(drafts.map(({ id }) => done(author().get(`contributions/${id}`))));
    expect(values(told, ({ history }) => history.at(-1).what)).toEqual(expect.arrayContaining(['created', 'returned']));
    const { id } = found.flat().find(({ title }) => title.startsWith('Parcours commun'));
    const waits = await done(product.as(keys[2]).get(`contributions/${id}`));
    expect(waits).toMatchObject({ status: 'submitted', awaitedAgreements: [expect.any(String)] });
  });

  it('those of a case, with an objection, a recusal, a question, somebody in charge and an urgency', async () => {
    const found = await details();
    expect(values(found, ({ status }) => status)).toEqual(['decided', 'in-session', 'open']);
    const outcomes = values(
      found.filter(({ decision }) => decision),
      ({ decision }) => decision.outcome,
    );
    expect(outcomes).toEqual(['changes-requested', 'declined', 'labelled', 'published', 'withdrawn']);
    // Of what a member's own network made they see no more than it does.
    for (const part of ['objections', 'recusals', 'threads', 'assignments', 'verifications'])
      expect([part, found.some((each) => each[part]?.length > 0)]).toEqual([part, true]);
    expect(found.some(({ urgent }) => urgent)).toBe(true);
    expect(found.some(({ missing }) => missing.some(({ code }: { code: string }) => code === 'session'))).toBe(true);
  });

  it('those of a session, and committees of each kind and mandate', async () => {
    const sessions = await all(member().get('committee-sessions?limit=100'));
    expect(values(sessions, ({ status }) => status)).toEqual(['cancelled', 'held', 'planned']);
    const held = sessions.find(({ status, startsAt }) => status === 'held' && Date.parse(startsAt) < Date.now());
    const { text } = await member().get(`committee-sessions/${held.id}/minutes.txt`);
    expect(text).toContain('Comparatif de logiciels d’adhésion');
    const committees = await all(product.anyone.get('committees'));
    expect(values(committees, ({ kind, mandate }) => `${kind} ${mandate}`)).toHaveLength(3);
  });

  it('those of a public resource, of its label, of a check, of a trial, of feedback and of what is asked', async () => {
    const { id } = (await publicRecords()).find(({ title }) => title === 'Rencontre départementale des bénévoles');
    // Time ends it at its next look, twice a minute.
    await eventually(async () => expect(await recordOf(id)).toMatchObject({ status: 'expired' }), 35_000);
    const found = await publicRecords();
    expect(values(found, ({ status }) => status)).toEqual([...resourceStatuses.ids].sort());
    expect(values(found, ({ label }) => label)).toEqual([...labels.ids].sort());
    const checks = found.flatMap(({ verifications }) => verifications);
    const isOver = ({ validUntil }: { validUntil: string | null }) =>
      validUntil !== null && Date.parse(validUntil) < Date.now();
    expect([checks.some(isOver), checks.every(isOver)]).toEqual([true, false]);
    // A second version, which nobody has checked.
    const revised = found.find(({ version, label }) => version === 2 && label === 'revoked');
    expect(revised).toMatchObject({ verifications: [] });
    const trials = await all(product.anyone.get(`resources/${revised.id}/trials`));
    expect(trials.map(({ isOpen, volunteers }) => [isOpen, volunteers.length]).sort()).toEqual([
      [false, 1],
      [true, 1],
    ]);
    expect(await all(member().get('editorial/requests'))).not.toEqual([]);
    expect(await all(member().get('editorial/feedback'))).not.toEqual([]);
    expect((await all(operator().get('network-requests'))).map(({ status }) => status)).toEqual(['open']);
  });
});
