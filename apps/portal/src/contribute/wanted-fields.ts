import type { Refusal } from '../sign-in/acting-api.ts';
import type { Content } from './content.ts';
import { allFields, fieldAt } from './fields.ts';

const keptMs = 300_000;
const mostKept = 500;

type Probe = Readonly<Record<string, unknown>>;
/** What the API finds wrong with a contribution, without taking it. */
type Check = (body: Probe) => Promise<Refusal['errors']>;

/** Which fields the API wants of a contribution: an empty one is held against its rules. What it said is kept for a while. */
export class WantedFields {
  private readonly known = new Map<string, { readonly names: ReadonlySet<string>; readonly at: number }>();

  /**
   * @param beside what goes with every contribution from there.
   * @throws whatever `check` does
   */
  async of(beside: Probe, { family, format, support }: Content, check: Check): Promise<ReadonlySet<string>> {
    const [always, ofThisKind] = await Promise.all([
      this.ofProbe(beside, check),
      this.ofProbe({ ...beside, ...defined({ family, format, support }) }, check),
    ]);
    return new Set(['title', ...always, ...ofThisKind]);
  }

  private async ofProbe(probe: Probe, check: Check): Promise<ReadonlySet<string>> {
    const key = JSON.stringify(probe);
    const known = this.known.get(key);
    if (known && Date.now() - known.at < keptMs) return known.names;
    const errors = (await check({ ...probe, title: '…', submit: true })).filter(({ code }) => code === 'required');
    const names = new Set(errors.flatMap(({ pointer }) => fieldAt(pointer, allFields)?.name ?? []));
    if (this.known.size >= mostKept) this.known.clear();
    this.known.set(key, { names, at: Date.now() });
    return names;
  }
}

const defined = (fields: Probe): Probe =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'string' && value !== ''));
