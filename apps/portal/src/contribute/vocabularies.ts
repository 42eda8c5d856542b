import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Unavailable } from '#platform';
import { Services } from '../services/services.ts';

const answer = z.object({
  items: z.array(z.object({ name: z.string(), terms: z.array(z.object({ id: z.string(), label: z.string() })) })),
  territories: z.array(z.object({ code: z.string(), name: z.string(), parent: z.string().nullable() })),
});
type Answer = z.output<typeof answer>;
interface Term {
  readonly id: string;
  readonly label: string;
}

export interface TerritoryGroup {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** What the fields of a form let choose from. */
export interface Choices {
  termsOf(vocabulary: string): readonly Term[];
  readonly territories: readonly TerritoryGroup[];
}

const keptMs = 60_000;

/** The vocabularies, as submission tells them: a term that is added there is in the forms a minute later. */
@Injectable()
export class Vocabularies {
  private kept: { readonly choices: Choices; readonly at: number } | undefined;

  constructor(private readonly services: Services) {}

  /** The last that was told holds while submission is away. @throws Unavailable */
  async choices(): Promise<Choices> {
    if (this.kept && Date.now() - this.kept.at < keptMs) return this.kept.choices;
    const told = await this.services.tell('submission', '/api/v1/vocabularies', answer);
    if (told) this.kept = { choices: choicesIn(told), at: Date.now() };
    if (!this.kept) throw new Unavailable();
    return this.kept.choices;
  }
}

const french = new Intl.Collator('fr');

const choicesIn = ({ items, territories }: Answer): Choices => {
  const byName = new Map(items.map(({ name, terms }) => [name, terms]));
  return { termsOf: (vocabulary) => byName.get(vocabulary) ?? [], territories: groupsOf(territories) };
};

/** Each region with its départements under it; the country first. */
const groupsOf = (territories: Answer['territories']): TerritoryGroup[] => {
  const option = ({ code, name }: Answer['territories'][number]) => ({ value: code, label: name });
  const sorted = territories.toSorted((a, b) => french.compare(a.name, b.name));
  const childrenOf = (parent: string | null) => sorted.filter((territory) => territory.parent === parent);
  const roots = childrenOf(null);
  const regions = roots.flatMap(({ code }) => childrenOf(code)).filter(({ code }) => childrenOf(code).length > 0);
  const alone = roots.flatMap(({ code }) => childrenOf(code)).filter(({ code }) => childrenOf(code).length === 0);
  return [
    { label: 'Tout le pays', options: roots.map(option) },
    ...regions.map((region) => ({
      label: region.name,
      options: [
        { value: region.code, label: `${region.name} (toute la région)` },
        ...childrenOf(region.code).map(option),
      ],
    })),
    ...(alone.length ? [{ label: 'Autres collectivités', options: alone.map(option) }] : []),
  ];
};
