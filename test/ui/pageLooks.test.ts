import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import type { Theme } from '../host/settings';
import { requireAccessible } from './looks/accessible';
import { canCompare, requireLook } from './looks/pictures';
import { RECORDED, writeRecordedRuns } from './looks/recordedRuns';
import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import type { Workbench } from './workbench';

const THEMES: readonly (readonly [Theme, name: string])[] = [
  ['Default Dark Modern', 'dark'],
  ['Default Light Modern', 'light'],
  ['Default High Contrast', 'high contrast'],
  ['Default High Contrast Light', 'high contrast light'],
];

interface LookedAt {
  name: string;
  /** Opens the page and waits until all of it is drawn. */
  open: (workbench: Workbench) => Promise<Frame>;
  /** What is another on another day. */
  hidden?: (frame: Frame) => Locator[];
}

const row = (workbench: Workbench, index: number): Locator => workbench.treeRow('Runs', RECORDED[index]!.name);

/** Asks for something of one run, which alone is selected then: menus of several offer less. */
async function choose(workbench: Workbench, index: number, item: string): Promise<void> {
  await row(workbench, index).click();
  await workbench.chooseInContextMenu(row(workbench, index), item);
}

/** Opens the page of a run, and waits until this is there. */
async function openRun(workbench: Workbench, index: number, part: string): Promise<Frame> {
  const { name } = RECORDED[index]!;
  await choose(workbench, index, 'Open Run');
  await workbench.tab(name).waitFor();
  const frame = await workbench.webviewFrame(name);
  await frame.locator(part).first().waitFor();
  return frame;
}

/** Compares all recorded runs, and waits for their charts. */
async function openComparison(workbench: Workbench): Promise<Frame> {
  await row(workbench, 3).click();
  await row(workbench, 0).click({ modifiers: ['Shift'] });
  await workbench.runCommand('Trialbook: Compare Runs');
  const frame = await workbench.webviewFrame(/^Compare runs/);
  await frame.locator('canvas').nth(3).waitFor();
  return frame;
}

/** Shows a part of the comparison page, and waits until something of it is drawn. */
async function showPart(frame: Frame, part: string, drawn: string): Promise<void> {
  await frame.locator(part).waitFor({ state: 'attached' });
  // Cards take their final heights when they come into sight, and move what is below them.
  const place = (): Promise<number> =>
    frame.locator(part).evaluate((element) => {
      element.scrollIntoView({ block: 'start' });
      return element.getBoundingClientRect().top;
    });
  await frame.locator(part).evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await frame.locator(drawn).first().waitFor();
  for (let before = Number.NaN, now = await place(); before !== now; now = await place()) {
    before = now;
    await frame.page().waitForTimeout(500);
  }
}

/** Opens the run table with a filter. */
async function openTable(workbench: Workbench, filter: string, part: string): Promise<Frame> {
  await workbench.runCommand('Trialbook: Open Run Table');
  const frame = await workbench.webviewFrame('Run table');
  await frame.getByRole('gridcell').nth(8).waitFor();
  if (filter !== '') {
    await frame.locator('#filter').fill(filter);
    // A mistake is told at once when somebody says that the filter is whole.
    await frame.locator('#filter').press('Enter');
  }
  await frame.locator(part).first().waitFor();
  return frame;
}

const tableAges = (frame: Frame): Locator[] => [frame.getByRole('gridcell').filter({ hasText: /^\d+ (d|w|mo|y)$/ })];

/** Every page, in the state in which people see it most, and in its others. */
const PAGES: readonly LookedAt[] = [
  { name: 'comparison', open: openComparison },
  {
    name: 'charts across runs',
    open: async (workbench) => {
      const frame = await openComparison(workbench);
      await showPart(frame, '#across', '.pcp-name');
      return frame;
    },
  },
  {
    name: 'side by side',
    open: async (workbench) => {
      const frame = await openComparison(workbench);
      await showPart(frame, '#values', '#values table');
      return frame;
    },
  },
  {
    name: 'comparison of nothing',
    open: async (workbench) => {
      const frame = await openComparison(workbench);
      for (const { name } of RECORDED)
        await frame.getByRole('button', { name: `Remove ${name} from the comparison` }).click();
      await frame.getByRole('button', { name: 'Pick runs' }).waitFor();
      return frame;
    },
  },
  { name: 'run table', open: (workbench) => openTable(workbench, '', '#filter'), hidden: tableAges },
  {
    name: 'run table with a wrong filter',
    open: (workbench) => openTable(workbench, 'metrics.accuracy >', '.filter-problem:not(:empty)'),
    hidden: tableAges,
  },
  {
    name: 'run table without a match',
    open: (workbench) => openTable(workbench, 'metrics.accuracy > 5', '.no-match'),
  },
  {
    name: 'what changed',
    open: async (workbench) => {
      await choose(workbench, 1, 'What Changed…');
      const frame = await workbench.webviewFrame(/^What changed/);
      await frame.locator('.metrics').waitFor();
      return frame;
    },
  },
  {
    name: 'run again with changes',
    open: async (workbench) => {
      await choose(workbench, 1, 'Run Again with Changes…');
      const frame = await workbench.webviewFrame(/^Run again/);
      await frame.locator('form, main').first().waitFor();
      return frame;
    },
  },
  {
    name: 'run',
    open: (workbench) => openRun(workbench, 1, '.sparkline'),
    hidden: (frame) => [frame.locator('.run-facts')],
  },
  {
    name: 'run that failed',
    open: (workbench) => openRun(workbench, 3, '.failure'),
    hidden: (frame) => [frame.locator('.run-facts')],
  },
];

describe('pages', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('looks');
    workbench = example.session.workbench;
    await writeRecordedRuns(example.folder);
    await workbench.openContainer('Trialbook');
    await eventually(
      () => workbench.readTree('Runs'),
      (rows) => rows.length >= RECORDED.length,
    );
  });
  after(() => example.close());

  for (const { name, open, hidden } of PAGES) {
    describe(name, () => {
      let frame: Frame;

      before(async () => {
        frame = await open(workbench);
      });
      after(() => workbench.runCommand('View: Close All Editors'));

      for (const [theme, themeName] of THEMES) {
        it(`keep the rules of accessibility and look as they should in ${themeName}`, async function () {
          await workbench.setTheme(theme);
          await example.session.screenshot(`${name} ${themeName}`);
          await requireAccessible(frame);
          if (!(await canCompare(frame))) return this.skip();
          await requireLook(frame, path.join(`${name}-${themeName}`.replaceAll(' ', '-')), hidden?.(frame));
        });
      }
    });
  }
});
