import type { AnnouncedContent } from '#contracts';
import type { Stored } from '#messaging';
import { type College, leavesOf } from '#taxonomy';

export const committeeKinds = ['national', 'territorial', 'sectoral'] as const;
export type CommitteeKind = (typeof committeeKinds)[number];
export const mandates = ['deconcentrated', 'decentralised'] as const;
export type Mandate = (typeof mandates)[number];

/** The committee that is there from the beginning: it judges what no other one is competent for. */
export const nationalCommittee = 'national';

/** Every committee has at least one seat of each of these. */
export const alwaysPresent = ['etat', 'associatif'] as const satisfies readonly College[];

/** A place on a committee: held by a person of a network for a term; a deputy speaks when they do not. */
export interface Seat {
  readonly id: string;
  readonly college: string;
  readonly network: string;
  readonly person: string;
  readonly deputy: string | null;
  readonly termStartsAt: string | null;
  readonly termEndsAt: string | null;
}

/** Who decides, on what, and under whom. */
export interface Committee extends Stored {
  readonly name: string;
  readonly kind: CommitteeKind;
  /** What a territorial one is competent for. */
  readonly territories: readonly string[];
  /** What a sectoral one is competent for. */
  readonly sector: string | null;
  /**
   * `deconcentrated`: its parent may recall a case and override what was published. `decentralised`: its parent may only
   * refuse the label. Null for one without a parent.
   */
  readonly mandate: Mandate | null;
  readonly parent: string | null;
  /** Null: everybody who holds the role of a member has a seat. */
  readonly seats: readonly Seat[] | null;
  /** Who chairs its sessions; when nobody is named, any member may. */
  readonly chair: string | null;
}

export const isInTerm = ({ termStartsAt, termEndsAt }: Seat, now: Date): boolean =>
  (!termStartsAt || Date.parse(termStartsAt) <= now.getTime()) &&
  (!termEndsAt || Date.parse(termEndsAt) > now.getTime());

export const holdersOf = ({ person, deputy }: Seat): string[] => (deputy ? [person, deputy] : [person]);

/** The colleges that a committee lacks. */
export const missingColleges = (seats: readonly Pick<Seat, 'college'>[]): string[] =>
  alwaysPresent.filter((college) => !seats.some((seat) => seat.college === college));

type Judged = Pick<AnnouncedContent, 'scale' | 'territories' | 'support' | 'sector'>;

const isCompetent = ({ kind, territories, sector }: Committee, content: Judged): boolean => {
  if (kind === 'national') return true;
  if (kind === 'sectoral') return content.support === 'specific' && content.sector === sector;
  return content.scale === 'territorial' && leavesOf(content.territories).isSubsetOf(leavesOf(territories));
};

/**
 * The committees that have something to say on a resource: the competent one first. Of territorial ones, the narrowest. A
 * specific resource is judged by its sector, and its territory is heard.
 */
export const competentFor = (committees: readonly Committee[], content: Judged): Committee[] => {
  const competent = committees.filter((committee) => isCompetent(committee, content));
  const sectoral = competent.filter(({ kind }) => kind === 'sectoral').slice(0, 1);
  const width = ({ territories }: Committee) => leavesOf(territories).size;
  const territorial = competent.filter(({ kind }) => kind === 'territorial').sort((a, b) => width(a) - width(b));
  const found = [...sectoral, ...territorial.slice(0, 1)];
  return found.length ? found : committees.filter(({ _id }) => _id === nationalCommittee);
};

/** The committees above one, nearest first. */
export const ancestorsOf = (committees: readonly Committee[], id: string): Committee[] => {
  const above: Committee[] = [];
  let at = committees.find(({ _id }) => _id === id);
  while (at?.parent) {
    const { parent } = at;
    at = committees.find(({ _id }) => _id === parent);
    if (!at || above.includes(at)) break;
    above.push(at);
  }
  return above;
};

/** Those who may undo what a committee published: itself, and those above it as far as it answers to them. */
export const mayOverride = (committees: readonly Committee[], id: string): string[] => {
  const allowed = [id];
  for (let at = committees.find(({ _id }) => _id === id); at?.parent && at.mandate === 'deconcentrated'; ) {
    const { parent } = at;
    if (allowed.includes(parent)) break;
    allowed.push(parent);
    at = committees.find(({ _id }) => _id === parent);
  }
  return allowed;
};
