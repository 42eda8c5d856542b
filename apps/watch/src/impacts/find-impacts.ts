import { Injectable } from '@nestjs/common';
import { type Announced, textChanged } from '#contracts';
import { OnEvent } from '#messaging';
import { ConcurrentChange, isDuplicateKey } from '#persistence';
import { type ChangedText, ChangedTextRepository, type FoundImpact, told } from './changed-text.repository.ts';
import { type CitedResource, CitedResources } from './cited-resources.ts';
import { impactLevels, judgeImpact, textsOf } from './judge-impact.ts';

type Text = Omit<ChangedText, 'v' | 'impacts' | 'texts'>;

/** Holds what a text changes against what public resources cite. Each pair is told once, and again only when it is graver. */
@Injectable()
export class FindImpacts {
  constructor(
    private readonly texts: ChangedTextRepository,
    private readonly resources: CitedResources,
  ) {}

  @OnEvent(textChanged)
  async whenChanged({ data, occurredAt }: Announced<typeof textChanged>): Promise<void> {
    const { itemId: _id, ...text } = data;
    await this.execute({ _id, ...text, detectedAt: occurredAt });
  }

  async execute(text: Text): Promise<void> {
    const texts = textsOf(text.changes.flatMap(({ target, aliases = [] }) => [target, ...aliases]));
    if (!(await this.keep({ ...text, texts }))) return;
    // After the text is there: a resource that becomes public meanwhile finds it, or is found.
    const cited = await this.resources.citing(texts);
    await this.change(text._id, cited, new Date(text.detectedAt));
  }

  /** A resource became public after the text was read. */
  async onResource(resource: CitedResource, since: Date): Promise<void> {
    for (const { _id } of await this.texts.touching(resource.texts, since)) {
      await this.change(_id, [resource], new Date());
    }
  }

  /** @returns whether this is the last word on the text */
  private async keep(text: Omit<ChangedText, 'v' | 'impacts'>): Promise<boolean> {
    const { store } = this.texts;
    return store.change(async () => {
      const now = new Date(text.detectedAt);
      const known = await store.find(text._id);
      if (known && known.detectedAt > text.detectedAt) return false;
      const { _id, ...said } = text;
      if (known) await store.save(known, said, now);
      else {
        await store.insert({ ...text, impacts: [] }, now).catch((error: unknown) => {
          throw isDuplicateKey(error) ? new ConcurrentChange(_id, 0) : error;
        });
      }
      return true;
    });
  }

  private async change(id: string, cited: readonly CitedResource[], now: Date): Promise<void> {
    const { store } = this.texts;
    await store.change(async () => {
      const text = await store.find(id);
      if (!text) return;
      const fresh = impactsOn(text, cited).filter((impact) => isGraver(impact, text));
      if (fresh.length === 0) return;
      const others = text.impacts.filter(({ resource }) => !fresh.some((impact) => impact.resource === resource));
      const announced = fresh.map((impact) => told(text, impact));
      await store.save(text, { impacts: [...others, ...fresh] }, now, ...announced);
    });
  }
}

const isGraver = ({ resource, level }: FoundImpact, { impacts }: ChangedText): boolean => {
  const known = impacts.find((impact) => impact.resource === resource);
  return !known || impactLevels.indexOf(level) > impactLevels.indexOf(known.level);
};

const impactsOn = (
  { changes, own }: Pick<ChangedText, 'changes' | 'own'>,
  cited: readonly CitedResource[],
): FoundImpact[] =>
  cited.flatMap(({ _id: resource, title, version, references }) => {
    const impact = judgeImpact(changes, own, references);
    return impact ? [{ ...impact, resource, title, version }] : [];
  });
