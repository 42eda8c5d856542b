import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The services that hear and announce events. */
export const services = ['submission', 'editorial', 'watch', 'dissemination'] as const;

export interface OperatorAccess {
  readonly origin: string;
  readonly key: string;
}

/** Where, and as whom: from the environment, or from a demonstration that runs here. @throws Error when neither says */
export const operatorAccess = (): OperatorAccess => {
  const { ESSAIM_ORIGIN: origin, ESSAIM_OPERATOR_KEY: key, ESSAIM_DATA_DIR: dataDir = '.essaim' } = process.env;
  if (origin && key) return { origin, key };
  const file = join(dataDir, 'demo.json');
  if (!existsSync(file)) throw new Error('Set ESSAIM_ORIGIN and ESSAIM_OPERATOR_KEY.');
  const demo = JSON.parse(readFileSync(file, 'utf8')) as { origin: string; keys: { operator: string } };
  return { origin: demo.origin, key: demo.keys.operator };
};
