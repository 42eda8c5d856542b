import { commonVariables, databaseVariables, loadConfig, messagingVariables } from '#platform';

export const config = loadConfig({ ...commonVariables, ...databaseVariables('watch'), ...messagingVariables });
export type WatchConfig = typeof config;
