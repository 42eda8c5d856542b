import type { Announced, EventContract } from '#contracts';

const REACTION = Symbol('reaction');

export interface ReactionOptions {
  /** How many events at once; 1 keeps stream order while nothing fails. */
  readonly concurrency?: number;
}

export interface ReactionMetadata {
  readonly contracts: readonly EventContract[];
  readonly options: ReactionOptions;
}

/** Distributes over the contracts, so that the event's type tells its data. */
export type AnnouncedAs<Contract extends EventContract> = Contract extends EventContract ? Announced<Contract> : never;

/**
 * Makes a method a reaction to events, through a durable consumer named after its class.
 *
 * At least once and in any order: it may run twice for one event, and must not mind. Throwing means "again later";
 * `Hopeless`, or an event that does not fit its contract, goes to the dead letters.
 */
export const OnEvent = <Contracts extends readonly [EventContract, ...EventContract[]]>(...contracts: Contracts) =>
  OnEventWith({}, ...contracts);

/** `OnEvent` with options. */
export function OnEventWith<Contracts extends readonly [EventContract, ...EventContract[]]>(
  options: ReactionOptions,
  ...contracts: Contracts
) {
  return <M extends (event: AnnouncedAs<Contracts[number]>) => Promise<void>>(
    _target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    if (descriptor.value) Reflect.defineMetadata(REACTION, { contracts, options }, descriptor.value);
  };
}

export const reactionOf = (method: object): ReactionMetadata | undefined => Reflect.getMetadata(REACTION, method);

/** Thrown by a reaction when trying again can't help: the event goes to the dead letters at once. */
export class Hopeless extends Error {}
