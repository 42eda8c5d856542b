import { committeesAtWork } from './committees.ts';
import { contributionsInEachState } from './contributions.ts';
import { resourcesInEachState } from './resources.ts';
import { Stage } from './stage.ts';

/** Every state of the rules that the data set has nothing in, reached by the commands of those who bring it about. */
export const seedStates = async (cast: Stage['cast']): Promise<void> => {
  const stage = new Stage(cast);
  await contributionsInEachState(stage);
  await resourcesInEachState(stage);
  await committeesAtWork(stage);
};
