import { licences } from '#taxonomy';
import { type FetchState, healthLabels, healthOf } from '../polling/fetch-state.ts';
import { adapterLabels, type Source } from './source.ts';

interface Usefulness {
  readonly seen: number;
  readonly kept: number;
}

const stateView = (state: FetchState) => {
  const health = healthOf(state);
  const { dueAt, failures, failingSince, lastError, lastPolledAt, lastAnsweredAt, lastNewAt, movedTo, quarantine } =
    state;
  const facts = { failures, failingSince, lastError, lastPolledAt, lastAnsweredAt, lastNewAt, movedTo, quarantine };
  return {
    health,
    healthLabel: healthLabels[health],
    dueAt: dueAt?.toISOString() ?? null,
    hub: state.hub?.url ?? null,
    ...facts,
  };
};

export const sourceView = (source: Source, state: FetchState | null | undefined, used: Usefulness | undefined) => {
  const { _id: id, v: _, idempotency: __, ...facts } = source;
  return {
    id,
    ...facts,
    adapterLabel: adapterLabels[source.adapter],
    licenceLabel: licences.label(source.licence),
    state: state ? stateView(state) : null,
    /** What it brought, and what of it went to the committee. */
    usefulness: used ?? { seen: 0, kept: 0 },
  };
};
