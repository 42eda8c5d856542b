import { commonVariables, databaseVariables, loadConfig, messagingVariables } from '#platform';

export const config = loadConfig({ ...commonVariables, ...databaseVariables('editorial'), ...messagingVariables });
export type EditorialConfig = typeof config;
