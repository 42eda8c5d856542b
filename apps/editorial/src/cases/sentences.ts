import type { AnnouncedResource, Scope } from '#contracts';
import { frenchDate, frenchList, independence, verifierKinds, wholeCountry } from '#taxonomy';
import type { Verification } from './case.ts';

/** The départements under the local code (droit local d’Alsace-Moselle). */
const localLaw = ['DEP-57', 'DEP-67', 'DEP-68'];

/** What the field test is worth, in the sentence that travels with the resource in every channel. */
export const fieldTestSentence = (
  verdict: 'everywhere' | 'inspiration',
  testedIn: readonly string[],
  scope: Scope,
): string => {
  if (verdict === 'inspiration') {
    const grounds = testedIn.length === 1 ? 'ce terrain' : 'ces terrains';
    return `Testée uniquement sur ${grounds} : ${frenchList(testedIn)}. Peut inspirer ailleurs, sans prétendre fonctionner partout.`;
  }
  const isNational = scope.include.includes(wholeCountry);
  const exceptions = scope.exclude.length
    ? `, sauf : ${frenchList(scope.exclude)}${scope.exclude.every((code) => localLaw.includes(code)) ? ' (droit local)' : ''}`
    : '';
  return isNational
    ? `Applicable partout${exceptions}.`
    : `Applicable dans toute sa portée : ${frenchList(scope.include)}${exceptions}.`;
};

/** A check is a reading, never an attestation or a certification. */
export const verificationSentence = (check: Verification): string => {
  const { kind, independence: of, verifiedAt, perimeter, validUntil } = check;
  const by = `${verifierKinds.label(kind).toLowerCase()} (${independence.label(of).toLowerCase()})`;
  // Said wherever it travels: who reads it later knows whether it still holds.
  const until = validUntil ? ` Valable jusqu’au ${frenchDate(validUntil)}.` : '';
  return `Relue par : ${by}, le ${frenchDate(verifiedAt)} ; périmètre : ${perimeter}.${until}`;
};

/** Checks that still hold. */
export const validAt = <Check extends Pick<Verification, 'validUntil'>>(
  checks: readonly Check[],
  at: string,
): Check[] => checks.filter(({ validUntil }) => !validUntil || Date.parse(validUntil) > Date.parse(at));

/** The check that is shown, of those that hold: the latest, a third party's first. */
export const shownVerification = (
  verifications: readonly Verification[],
  at: string,
): AnnouncedResource['verification'] => {
  const [best] = validAt(verifications, at).sort(
    (a, b) =>
      Number(b.independence === 'third-party') - Number(a.independence === 'third-party') ||
      b.verifiedAt.localeCompare(a.verifiedAt),
  );
  if (!best) return null;
  const { verifier: _, ...shown } = best;
  return { ...shown, sentence: verificationSentence(best) };
};
