import { Problem } from '#platform';

export class RulesNotTried extends Problem {
  constructor(names: readonly string[]) {
    super(
      'rules-not-tried',
      409,
      {
        fr: `À essayer d’abord sur les trente derniers jours : ${names.map((name) => `« ${name} »`).join(', ')}.`,
        en: `To be tried on the last thirty days first: ${names.join(', ')}.`,
      },
      { rules: names },
    );
  }
}
