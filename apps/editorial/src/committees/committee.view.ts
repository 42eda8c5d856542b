import { colleges } from '#taxonomy';
import type { Committee } from './committee.ts';

export const committeeView = (committee: Committee, namesPeople: boolean) => {
  const { _id, name, kind, territories, sector, mandate, parent, seats, chair } = committee;
  return {
    id: _id,
    name,
    kind,
    territories,
    sector,
    mandate,
    parent,
    /** Null: everybody who holds the role of a member. */
    seats:
      seats?.map(({ person, deputy, ...seat }) => ({
        ...seat,
        collegeLabel: colleges.label(seat.college),
        ...(namesPeople ? { person, deputy } : {}),
      })) ?? null,
    ...(namesPeople ? { chair } : {}),
  };
};
