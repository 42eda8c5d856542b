import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { projectRoot } from '../../deploy/development/project-root.ts';

/** How somebody looks at a page; axe and the picture, which take long, come once at each theme and at each width. */
const looks = [
  { width: 1280, theme: 'light', isExamined: true },
  { width: 1280, theme: 'dark', isExamined: false },
  { width: 360, theme: 'dark', isExamined: true },
  { width: 360, theme: 'light', isExamined: false },
] as const;

/** A small phone, and a laptop at 200 %. */
const otherWidths = [320, 640];
const height = 800;
const artefacts = join(projectRoot(), 'test-artefacts');

/** Tabs of one browser, with script or without, and what is wrong with what they show. */
export class Visits {
  private readonly contexts = new Map<boolean, Promise<BrowserContext>>();
  private readonly faultsIn = new WeakMap<Page, string[]>();

  constructor(
    private readonly browser: Browser,
    private readonly origin: string,
    /** Who looks: cookies of somebody who signed in; nobody without. */
    private readonly signedIn?: Awaited<ReturnType<BrowserContext['storageState']>>,
  ) {
    mkdirSync(artefacts, { recursive: true });
  }

  /** A fresh tab, which remembers what the browser complains of and whatever would leave the origin. */
  async tab({ width = 1280, script = true } = {}): Promise<Page> {
    const context = this.contexts.get(script) ?? this.open(script);
    this.contexts.set(script, context);
    const page = await (await context).newPage();
    await page.setViewportSize({ width, height });
    const faults: string[] = [];
    this.faultsIn.set(page, faults);
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(this.origin)) faults.push(`leaves for ${request.url()}`);
    });
    return page;
  }

  /** Everything that is wrong with a page, however one looks at it. */
  async faultsOf(path: string, status = 200): Promise<string[]> {
    const page = await this.visit(path, status, true);
    for (const { width, theme, isExamined } of looks) {
      await page.emulateMedia({ colorScheme: theme });
      await this.look(page, width);
      if (!isExamined) continue;
      await keepPicture(page, path, `${width}-${theme}`);
      this.add(page, `${width} ${theme}`, await axeFaults(page));
    }
    for (const width of otherWidths) await this.look(page, width);
    const plain = await this.visit(path, status, false);
    for (const { width } of looks) await this.look(plain, width);
    const faults = [page, plain].flatMap((tab) => this.faultsIn.get(tab) ?? []);
    await Promise.all([page.close(), plain.close()]);
    // A page that is meant to be refused is told so by the browser too.
    return faults.filter((fault) => status === 200 || !fault.includes(`status of ${status}`));
  }

  private async visit(path: string, status: number, script: boolean): Promise<Page> {
    const page = await this.tab({ script });
    const answer = await page.goto(this.origin + path, { waitUntil: 'load' });
    if (answer?.status() !== status) this.add(page, `script ${script}`, [`answers ${answer?.status()}`]);
    return page;
  }

  private async look(page: Page, width: number): Promise<void> {
    await page.setViewportSize({ width, height });
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (wide > width) this.add(page, String(width), [`is ${wide} wide`]);
  }

  private add(page: Page, where: string, faults: readonly string[]): void {
    this.faultsIn.get(page)?.push(...faults.map((fault) => `${where}: ${fault}`));
  }

  private open(javaScriptEnabled: boolean): Promise<BrowserContext> {
    const { signedIn: storageState } = this;
    const who = storageState ? { storageState } : {};
    return this.browser.newContext({ javaScriptEnabled, locale: 'fr-FR', reducedMotion: 'reduce', ...who });
  }
}

/** For people to look at, in `test-artefacts`. */
const keepPicture = async (page: Page, path: string, look: string): Promise<void> => {
  const name = `${path.split('?')[0]?.replaceAll('/', '_')}${path.includes('?') ? '_filtre' : ''}`;
  await page.screenshot({ path: join(artefacts, `${name}-${look}.jpg`), type: 'jpeg', quality: 75, fullPage: true });
};

const audited = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const axeFaults = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: audited, resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};
