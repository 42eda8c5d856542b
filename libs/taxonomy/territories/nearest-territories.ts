import { type Candidate, nearestAmong, plain } from '../nearest.ts';
import { type Territory, territories, wholeCountry } from './territories.ts';

const numberOf = (code: string): string => code.slice('DEP-'.length);

/** Other ways of writing a territory that people know: France, and the number that Corsica had until 1976. */
const otherSpellings: Readonly<Record<string, readonly string[]>> = {
  [wholeCountry]: ['France', 'national'],
  'DEP-2A': ['20'],
  'DEP-2B': ['20'],
};

const byName = nearestAmong(
  territories.map((territory) => ({
    key: territory.code,
    spellings: [territory.name, ...(otherSpellings[territory.code] ?? [])],
  })),
);
const byCode = nearestAmong(territories.map(({ code }): Candidate<string> => ({ key: code, spellings: [code] })));

/** Those whose number is exactly this one, whatever the kind: 59 and REG-59 give DEP-59, 32 gives REG-32 and DEP-32. */
const byNumber = (term: string): string[] => {
  const number = plain(term).replace(/^(nat|reg|region|dep|departement) ?/, '');
  const is = ({ code }: Territory) =>
    [numberOf(code), ...(otherSpellings[code] ?? [])].some((spelling) => plain(spelling) === number);
  return /^(\d|2[ab]|fr)/.test(number) ? territories.filter(is).map(({ code }) => code) : [];
};

/** Codes of the territories that were perhaps meant: by number, by name (« Nord » gives DEP-59), or else by a mistyped code. */
export const nearestTerritories = (term: string, n = 3): string[] => {
  const recognised = [...new Set([...byNumber(term), ...byName(term, n)])];
  return (recognised.length > 0 ? recognised : byCode(term, n)).slice(0, n);
};
