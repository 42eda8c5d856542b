import type { PublicResource } from '#contracts';
import { frenchDate, spaced } from '../pages/french.ts';

/** What a reader must know before using it. The end of a verification is computed; only a person flags or suspends. */
export const noticesOf = (
  { status, statusReason, verifiedUntil, expiresAt }: PublicResource,
  now: Date,
): readonly string[] => {
  const because = statusReason ? ` ${statusReason}` : '';
  const notices: string[] = [];
  if (status === 'flagged') {
    notices.push(
      `Vérification en cours : ${statusReason || 'un élément de cette ressource a peut-être changé.'} Vérifiez avant de l’utiliser.`,
    );
  }
  if (status === 'suspended') {
    notices.push(`Ressource suspendue : elle est relue avant d’être proposée à nouveau.${because}`);
  }
  if (status === 'expired') notices.push('Ressource terminée : elle reste consultable, mais elle n’est plus à jour.');
  if (verifiedUntil && new Date(verifiedUntil) < now) {
    notices.push(`La vérification de cette ressource valait jusqu’au ${frenchDate(verifiedUntil)}.`);
  }
  if (status !== 'expired' && expiresAt) notices.push(`Valable jusqu’au ${frenchDate(expiresAt)}.`);
  return notices.map(spaced);
};
