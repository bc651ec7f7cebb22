import assert from 'node:assert/strict';
import type { RelatedRuns, RunChanges } from '../../../src/protocol/changesApi';
import type { ChangesPageEvent } from '../../../src/protocol/changesPage';
import { makeChanges, OTTER, related } from './changesData';
import { PageHarness, type OpenPage, type PageOptions } from './pageHarness';
import { readChangesStrings } from './strings';

export const strings = readChangesStrings();

/** What the host answers; changed by a test while the page is open. */
export interface ChangesHost {
  changes: RunChanges | null;
  related: RelatedRuns;
  base?: string;
  picked?: string;
}

/** Opens the page "What changed" for the tests of a suite, one page at a time. */
export class ChangesPageHarness {
  /** The page that was opened last. */
  opened: OpenPage<ChangesPageEvent> | undefined;

  private constructor(private readonly harness: PageHarness) {}

  /** Starts and stops with the suite that calls it, and holds each of its tests against errors in the page. */
  static forSuite(): () => ChangesPageHarness {
    let pages: ChangesPageHarness;
    before(async () => (pages = new ChangesPageHarness(await PageHarness.start('changes'))));
    after(() => pages.harness.stop());
    afterEach(() => pages.close());
    return () => pages;
  }

  async open(host: Partial<ChangesHost>, options: Partial<PageOptions> = {}): Promise<OpenPage<ChangesPageEvent>> {
    const whole: ChangesHost = Object.assign(host, { changes: makeChanges(), related: related(), ...host });
    const { base } = whole;
    const answers: Record<string, () => unknown> = {
      ready: () => ({ folder: '/penguins', runId: OTTER.id, ...(base && { base }) }),
      related: () => whole.related,
      changes: () => whole.changes,
      pickBase: () => whole.picked,
    };
    this.opened = await this.harness.open<ChangesPageEvent>({
      strings,
      answer: (method) => answers[method]?.(),
      ...options,
    });
    this.opened.page.setDefaultTimeout(15_000);
    await this.opened.page.locator('h1').waitFor();
    return this.opened;
  }

  /** The sentence that the page opens on. */
  async answer(): Promise<string> {
    return (await this.opened!.page.locator('h1').innerText()).replace(/\s+/g, ' ').trim();
  }

  /** Arguments of each call of a method of the host, in their order. */
  asked(method: string): unknown[] {
    return this.opened!.requests.filter((request) => request.method === method).map(({ args }) => args);
  }

  private async close(): Promise<void> {
    const problems = this.opened?.problems ?? [];
    await this.opened?.close();
    this.opened = undefined;
    assert.deepEqual(problems, [], 'no policy violation and no error');
  }
}

export async function waitFor(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await holds());) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
