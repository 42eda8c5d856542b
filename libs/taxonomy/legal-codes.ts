/** A code of French law: its slug in keys (`code:travail/L3142-54-1`), its name, its number at Légifrance, its short names. */
export interface LegalCode {
  readonly slug: string;
  readonly name: string;
  /** After `LEGITEXT000`. */
  readonly legitext: string;
  readonly aliases?: readonly string[];
}

export const legalCodes: readonly LegalCode[] = [
  { slug: 'civil', name: 'code civil', legitext: '006070721' },
  { slug: 'commerce', name: 'code de commerce', legitext: '005634379' },
  { slug: 'travail', name: 'code du travail', legitext: '006072050' },
  { slug: 'css', name: 'code de la sécurité sociale', legitext: '006073189', aliases: ['CSS'] },
  { slug: 'cgi', name: 'code général des impôts', legitext: '006069577', aliases: ['CGI'] },
  { slug: 'lpf', name: 'livre des procédures fiscales', legitext: '006069583', aliases: ['LPF'] },
  { slug: 'casf', name: 'code de l’action sociale et des familles', legitext: '006074069', aliases: ['CASF'] },
  { slug: 'csp', name: 'code de la santé publique', legitext: '006072665', aliases: ['CSP'] },
  { slug: 'sport', name: 'code du sport', legitext: '006071318' },
  { slug: 'education', name: 'code de l’éducation', legitext: '006071191' },
  { slug: 'environnement', name: 'code de l’environnement', legitext: '006074220' },
  { slug: 'cgct', name: 'code général des collectivités territoriales', legitext: '006070633', aliases: ['CGCT'] },
  {
    slug: 'crpa',
    name: 'code des relations entre le public et l’administration',
    legitext: '031366350',
    aliases: ['CRPA'],
  },
  { slug: 'cpi', name: 'code de la propriété intellectuelle', legitext: '006069414', aliases: ['CPI'] },
  { slug: 'consommation', name: 'code de la consommation', legitext: '006069565' },
  { slug: 'csi', name: 'code de la sécurité intérieure', legitext: '025503132', aliases: ['CSI'] },
  { slug: 'service-national', name: 'code du service national', legitext: '006071335' },
  { slug: 'cmf', name: 'code monétaire et financier', legitext: '006072026', aliases: ['CMF'] },
  { slug: 'mutualite', name: 'code de la mutualité', legitext: '006074067' },
  { slug: 'cgppp', name: 'code général de la propriété des personnes publiques', legitext: '006070299' },
  { slug: 'electoral', name: 'code électoral', legitext: '006070239' },
  { slug: 'penal', name: 'code pénal', legitext: '006070719' },
];
