/** What the roles of people are called, where people read of them. */
export const roleNames = {
  contributor: 'Contribution',
  facilitator: 'Animation du réseau',
  'committee-member': 'Comité éditorial',
  verifier: 'Relecture professionnelle',
  'watch-editor': 'Veille',
  operator: 'Exploitation',
} as const;
