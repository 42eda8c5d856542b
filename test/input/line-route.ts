import type { Keys } from '../support/product.ts';
import type { Things } from './things.ts';

type Body = Readonly<Record<string, unknown>>;

export interface LineRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Its path, with an id in it. */
  readonly at: (id: string) => string;
  /** Whose id that is. */
  readonly of?: keyof Things;
  readonly by?: (keys: Keys) => string;
  /** One that would be taken. */
  readonly valid?: Body;
  /** Where what it creates is counted. */
  readonly list?: string;
  /** Pages for people, not JSON. */
  readonly isPage?: boolean;
}

export const network = (keys: Keys) => keys.network;
export const facilitator = (keys: Keys) => keys.facilitator;
export const operator = (keys: Keys) => keys.operator;
export const editor = (keys: Keys) => keys.watchEditor;
export const member = ({ committee }: Keys) => committee[0] as string;
export const subscriber = (keys: Keys) => keys.subscriber;
export const watchEditor = (keys: Keys) => keys.watchEditor;
export const verifier = (keys: Keys) => keys.verifier;
