import { Forbidden } from '#platform';
import type { Visitor } from '../pages/visitor.ts';

/** A page of no use to others: the service refuses what they would send. @throws Forbidden */
export const operatorOnly = ({ grants }: Visitor): void => {
  const detail = { fr: 'Cette page est réservée à l’exploitation.', en: 'This page is for operators.' };
  if (!grants.some(({ role }) => role === 'operator')) throw new Forbidden(detail);
};
