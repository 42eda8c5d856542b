/** One delivery, as the index names it: `JORFSIMPLE_20260819-003035.tar.gz`. */
export interface Delivery {
  readonly name: string;
  readonly url: string;
  /** `2026-08-19`. */
  readonly day: string;
  /** Corrections of older texts come in the evening; the Journal officiel of the day before three in the morning. */
  readonly isRetroactive: boolean;
}

const pattern = /^[A-Z]+_(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})\.tar\.gz$/;
const morningEnds = 12;

/** The deliveries that an index page (Apache) lists, the oldest first. Their names are not predictable: only what is listed is there. */
export const deliveriesIn = (html: string, base: string): Delivery[] => {
  const found = new Map<string, Delivery>();
  for (const [, href = ''] of html.matchAll(/<a\b[^>]{0,500}?\bhref\s*=\s*"([^"]{1,300})"/gi)) {
    const url = URL.parse(href, base);
    const name = url?.pathname.split('/').at(-1) ?? '';
    const [, year, month, day, hour] = pattern.exec(name) ?? [];
    // Another host’s archives are not this publisher’s.
    if (!url || !hour || url.origin !== new URL(base).origin) continue;
    found.set(name, {
      name,
      url: url.href,
      day: `${year}-${month}-${day}`,
      isRetroactive: Number(hour) >= morningEnds,
    });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};

const firstDays = 3;

/**
 * What was delivered and not read yet, the oldest first: a delivery that was missed is caught up in its turn, and never
 * jumped over. At first only the last days.
 */
export const pending = (all: readonly Delivery[], last: string | null, now: Date): Delivery[] => {
  if (last !== null) return all.filter(({ name }) => name > last);
  const since = new Date(now.getTime() - firstDays * 24 * 3_600_000).toISOString().slice(0, 10);
  return all.filter(({ day }) => day >= since);
};
