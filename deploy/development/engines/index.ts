import type { Say } from './engine.ts';
import { findEngine } from './find-engine.ts';
import { thisMachine } from './programs.ts';
import { mongoRecipe, natsRecipe } from './recipes.ts';

export type { Engine, EngineOptions, Say } from './engine.ts';
export { startMongo } from './mongo.ts';
export { startNats } from './nats.ts';

/** Makes sure that both engines can be started later, fetching or building what is missing. Starts nothing. */
export const ensureEngines = async (say: Say): Promise<void> => {
  await findEngine(mongoRecipe, thisMachine(), say);
  await findEngine(natsRecipe, thisMachine(), say);
};
