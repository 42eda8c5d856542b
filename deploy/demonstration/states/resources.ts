import { until } from '../api.ts';
import { approve } from '../later-life.ts';
import type { Check } from '../reviews.ts';
import type { Stage, StateItem } from './stage.ts';

/** Public resources that are flagged, suspended, over, withdrawn, or a reference no more. */
export const resourcesInEachState = async (stage: Stage): Promise<void> => {
  await flagged(stage);
  const suspended = await stage.published(stage.itemOf('S07'));
  await moved(stage, suspended, 'suspend', '-6d', 'Les taux de cotisation ont changé : le calcul est faux.');
  // Its last day has passed: time ends it, as soon as somebody looks.
  await stage.published(stage.itemOf('S08'));
  const withdrawn = await stage.published(stage.itemOf('S09'));
  await moved(stage, withdrawn, 'withdraw', '-30d', 'Les guichets ont fermé.');
  await formerReference(stage);
};

/** Nobody looked at it for long: what a professional said of it no longer holds, and its network asks that it go. */
const flagged = async (stage: Stage): Promise<void> => {
  const item = stage.itemOf('S06');
  const id = await stage.published(item, checkOf(stage, item, '-35d'));
  await moved(stage, id, 'flag', '-8d', 'Le délai de déclaration est à vérifier.');
  const body = { reason: 'Nous préparons une fiche qui la remplace.' };
  await stage.act('editorial', `/resources/${id}/withdraw`, { key: stage.cast.networkKey(item.network), body });
};

/** A professional read it the day it was handed in. */
const checkOf = (stage: Stage, { at }: StateItem, validUntil?: string): Check => ({
  ...{ by: 'paul-emile.renart', perimeter: 'lecture des textes cités', independence: 'third-party' },
  verifiedAt: stage.day(String(at)).toISOString(),
  ...(validUntil ? { validUntil: stage.day(validUntil).toISOString() } : {}),
});

const moved = async (stage: Stage, id: string, move: string, day: string, reason: string): Promise<void> => {
  const key = stage.cast.personKey('claire.schneider');
  await stage.act('editorial', `/resources/${id}/${move}`, { key, body: { reason }, at: stage.day(day) });
};

/** A reference, tried by others; a second version that no professional read put an end to the label and to the check. */
const formerReference = async (stage: Stage): Promise<void> => {
  const item = stage.itemOf('S10');
  const id = await stage.published(item, checkOf(stage, item));
  if ((await stage.record(id)).version === 1) await labelledThenRevised(stage, item, id);
  await tried(stage, id, { openedAt: '-40d', closesAt: '+30d' });
  const body = { territory: 'DEP-62', usefulness: 3, minutesSaved: 30, comment: 'L’étape du rappel nous manquait.' };
  await stage.act('editorial', `/resources/${id}/feedback`, { body, idempotencyKey: 'demonstration-feedback-S10' });
};

const labelledThenRevised = async (stage: Stage, item: StateItem, id: string): Promise<void> => {
  await adopted(stage, id);
  await tried(stage, id, { openedAt: '-300d', closesAt: '-240d' });
  const voters = ['claire.schneider', 'karim.benali', 'solene.lagarde', 'thierry.wattrelos', 'jules.archambault'];
  const keys = voters.map((slug) => stage.cast.personKey(slug));
  const proposal = { key: keys[0] as string, at: stage.day('-290d') };
  await stage.act('editorial', `/resources/${id}/label-proposals`, proposal);
  const [{ caseId }] = (await stage.record(id)).labelProposals;
  await approve(stage.cast.at('editorial', `/cases/${caseId}`), keys, stage.day('-280d'));
  await until('the label', async () => (await stage.record(id)).label === 'reference');
  await revised(stage, item, id);
  await until('the second version', async () => (await stage.record(id)).version === 2);
};

const adopted = async (stage: Stage, id: string): Promise<void> => {
  for (const [network, territory] of [
    ['etat-37', 'DEP-37'],
    ['mda-estuaire', 'DEP-33'],
  ] as const) {
    const body = { territory, mode: 'as-is', result: 'Employée chaque semaine à l’accueil.' };
    const key = stage.cast.networkKey(network);
    await stage.act('editorial', `/resources/${id}/adoptions`, { key, body, at: stage.day('-310d') });
  }
};

const revised = async (stage: Stage, item: StateItem, id: string): Promise<void> => {
  const summary = 'Une trame d’entretien sur une page, avec le rappel de la personne deux semaines après.';
  const body = {
    ...stage.contentOf({ ...item, summary }),
    ...{ change: item.change, externalId: `demonstration-${item.id}`, submit: true },
  };
  const at = stage.day('-45d');
  await stage.act('submission', '/contributions', { key: stage.cast.networkKey(item.network), body, at });
  await stage.reviews.decide(id, item, 'approve', at, { version: 2 });
};

/** A trial that a network volunteers for. */
const tried = async (stage: Stage, id: string, dates: { openedAt: string; closesAt: string }): Promise<void> => {
  const at = stage.day(dates.openedAt);
  const questions = ['Qu’avez-vous changé ?', 'À qui l’entretien a-t-il servi ?'];
  const { body } = await stage.act('editorial', `/resources/${id}/trials`, {
    ...{ key: stage.cast.networkKey('riva-hdf'), at, idempotencyKey: `demonstration-trial${dates.openedAt}` },
    body: { closesAt: stage.day(dates.closesAt).toISOString(), questions },
  });
  const volunteer = { key: stage.cast.networkKey('culture-974'), at, body: { territory: 'DEP-974' } };
  await stage.act('editorial', `/resources/${id}/trials/${body.id}/volunteers`, volunteer);
};
