import type { AnnouncedResource, CommitteePolicy } from '#contracts';
import { leavesOf, licences } from '#taxonomy';
import type { Adoption } from '../adoptions/adoption.ts';
import type { Verification } from '../cases/case.ts';
import { validAt } from '../cases/sentences.ts';
import { hasSensitiveTheme } from '../policy/revalidation.ts';

/** What a resource still lacks to be a national reference. */
export interface LabelCondition {
  readonly code: 'published' | 'scale' | 'licence' | 'adoptions' | 'verification' | 'third-party-verification';
  readonly needed?: number;
  readonly detail: string;
}

/** What speaks for a resource beside the opinions. */
export interface LabelEvidence {
  readonly resource: AnnouncedResource;
  readonly adoptions: readonly Adoption[];
  readonly verifications: readonly Pick<Verification, 'independence' | 'validUntil'>[];
}

/** What no later evidence can bring: the proposal is refused at once. */
export const lastingConditions = ({ status, scale, licence }: AnnouncedResource): LabelCondition[] => {
  const unmet: LabelCondition[] = [];
  if (status !== 'published') {
    unmet.push({ code: 'published', detail: 'Seule une ressource publiée peut devenir référence nationale.' });
  }
  if (scale !== 'territorial') {
    const detail =
      'Une ressource nationale entre dans les fondamentaux : le label distingue une ressource territoriale.';
    unmet.push({ code: 'scale', detail });
  }
  if (!licences.find(licence)?.allowsAdaptation) {
    unmet.push({ code: 'licence', detail: 'La licence ne permet pas l’adaptation.' });
  }
  return unmet;
};

/** All that is still unmet, in the order of the rules. */
export const unmetConditions = (evidence: LabelEvidence, { label }: CommitteePolicy, now: Date): LabelCondition[] => {
  const unmet = lastingConditions(evidence.resource);
  const lacking = label.adoptionTerritories - adoptionTerritories(evidence).length;
  if (lacking > 0) {
    const where = lacking === 1 ? 'un autre territoire' : `${lacking} autres territoires`;
    unmet.push({
      code: 'adoptions',
      needed: lacking,
      detail: `Il manque une reprise, avec son résultat, dans ${where}.`,
    });
  }
  return [...unmet, ...unmetVerification(evidence, now)];
};

/** The territories, other than its own, where it was taken up with a result; one inside another counts once. */
export const adoptionTerritories = ({ resource, adoptions }: Omit<LabelEvidence, 'verifications'>): string[] => {
  const origin = leavesOf(resource.territories);
  const elsewhere = adoptions
    .filter(({ territory, result }) => result && !leavesOf([territory]).isSubsetOf(origin))
    .map(({ territory }) => territory);
  const distinct = [...new Set(elsewhere)];
  const isInside = (code: string, other: string) => code !== other && leavesOf([code]).isSubsetOf(leavesOf([other]));
  return distinct.filter((code) => !distinct.some((other) => isInside(code, other)));
};

/** A professional's check that still holds; a third party's where a theme is sensitive. */
export const unmetVerification = (
  { resource, verifications }: Pick<LabelEvidence, 'resource' | 'verifications'>,
  now: Date,
): LabelCondition[] => {
  const valid = validAt(verifications, now.toISOString());
  if (valid.length === 0) {
    return [{ code: 'verification', detail: 'Il manque la relecture d’un professionnel.' }];
  }
  if (hasSensitiveTheme(resource) && !valid.some(({ independence }) => independence === 'third-party')) {
    return [{ code: 'third-party-verification', detail: 'Il manque la relecture d’un tiers, sur un thème sensible.' }];
  }
  return [];
};
