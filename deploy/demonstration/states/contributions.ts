import { done } from '../api.ts';
import type { Stage } from './stage.ts';

/** Contributions that are drafts, were returned or withdrawn, or wait for the networks that they name. */
export const contributionsInEachState = async (stage: Stage): Promise<void> => {
  await draft(stage);
  await returned(stage);
  await withdrawn(stage);
  await stage.handIn(stage.itemOf('S05'));
};

const draft = async (stage: Stage): Promise<void> => {
  const { licence: _, howToUse: __, ...content } = stage.contentOf(stage.itemOf('S01'));
  const body = { ...content, externalId: 'demonstration-S01' };
  const key = stage.cast.personKey('solene.lagarde');
  await stage.act('submission', '/contributions', { key, body, at: stage.day('-1d') });
};

/** Proposed by somebody without an account, whom the facilitator asks for more. */
const returned = async (stage: Stage): Promise<void> => {
  const proposer = { name: 'Mireille Castaing', email: 'mireille.castaing@demo.example' };
  const { id } = await done('POST', stage.cast.at('submission', '/contributions'), {
    body: { ...stage.contentOf(stage.itemOf('S02')), charter: '2026-1', proposer },
    at: stage.day('-9d'),
    idempotencyKey: 'demonstration-S02',
  });
  const reasons = ['Ajoutez, pour chaque salle, la personne à joindre et la date de l’appel.'];
  const key = stage.cast.personKey('solene.lagarde');
  await stage.act('submission', `/contributions/${id}/return`, { key, body: { reasons }, at: stage.day('-8d') });
};

const withdrawn = async (stage: Stage): Promise<void> => {
  const item = stage.itemOf('S04');
  const id = await stage.handIn(item);
  await stage.reviews.caseOf(id);
  const body = { reason: 'Un juriste doit d’abord la relire.' };
  const key = stage.cast.networkKey(item.network);
  await stage.act('submission', `/contributions/${id}/withdraw`, { key, body, at: stage.day('-10d') });
};
