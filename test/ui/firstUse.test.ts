import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from '../host/paths';
import { openExample, type OpenExample } from './openExample';
import { eventually, waitForEnds } from './recorded';
import type { Workbench } from './workbench';
import { idOf, pointsOf, FINISHED, writeRun } from './writtenRun';

const THEMES = ['Default Light Modern', 'Default High Contrast', 'Default Dark Modern'] as const;
const STEPS = ['example', 'track', 'runs', 'run', 'compare', 'table', 'changes', 'report'] as const;

describe('the first use', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('first use');
    workbench = example.session.workbench;
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  const page = (): Locator => example.session.page.locator('.gettingStartedContainer');
  const step = (id: string): Locator => page().locator(`[data-step-id$="#start#${id}"]`);
  /** Waits for the picture of a step: a drawing in a document of its own, with the words of its file. */
  const waitForPicture = async (id: string): Promise<unknown> => {
    const drawing = await readFile(path.join(ROOT, `media/walkthrough/${id}.svg`), 'utf8');
    const words = [...drawing.matchAll(/<text[^>]*>([^<]+)/g)].map(([, word]) =>
      word!.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
    );
    assert.ok(words.length > 0);
    return eventually(
      () => wordsOfDrawings(example.session.page),
      (shown) => words.every((word) => shown.some((text) => text.includes(word.trim()))),
    );
  };
  const waitForDone = (id: string): Promise<unknown> =>
    eventually(
      () => step(id).getAttribute('aria-checked'),
      (checked) => checked === 'true',
    );
  /** Opens the tour at its steps; a key that closed a box may have led from these to the page before. */
  const openTour = async (): Promise<void> => {
    await workbench.view('Runs').getByText('Take the tour').click();
    await step('example').waitFor();
  };
  const openStep = async (id: string): Promise<void> => {
    if ((await step(id).getAttribute('aria-expanded')) !== 'true') await step(id).click();
    await step(id).and(page().locator('[aria-expanded="true"]')).waitFor();
  };

  it('is taught by the empty views', async () => {
    const runs = workbench.view('Runs');
    await runs.getByText('No runs yet. Open a training script and click "Track this run" above it.').waitFor();
    const buttons = await runs.locator('.welcome-view .monaco-button').allInnerTexts();
    assert.deepEqual(buttons, ['Track the Current File', 'Open the Example']);
    await workbench.view('Datasets').getByText('The data files that your runs read appear here').waitFor();
    await workbench.view('Models').getByText('The model files that your runs write appear here').waitFor();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await example.session.screenshot(`empty views ${theme}`);
    }
  });

  it('says what to open first where there is nothing to track', async () => {
    await workbench.button(workbench.view('Runs'), 'Track the Current File').click();
    const notice = await workbench.notification('Open a training script first (Python, R, Julia or shell)');
    await notice.hover();
    await notice.locator('.codicon-notifications-clear').click();
  });

  it('is a tour with a picture to each step, in the colours of the theme', async () => {
    // The pictures are shown where there is room for them.
    await example.session.page.setViewportSize({ width: 1760, height: 900 });
    await openTour();
    for (const id of STEPS) {
      await openStep(id);
      await waitForPicture(id);
      await example.session.screenshot(`tour ${id}`);
    }
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await openTour();
      await openStep('runs');
      await waitForPicture('runs');
      await example.session.screenshot(`tour ${theme}`);
    }
  });

  it('tracks the script that is open beside the tour', async () => {
    await workbench.openFile('train.py');
    await openTour();
    await openStep('track');
    await workbench.button(step('track'), 'Track the Current File').click();
    await waitForEnds(example.folder, 1);
    await waitForDone('track');
    await workbench.closePanel();
  });

  it('shows the view, and compares runs', async () => {
    await writeRun(
      example.folder,
      idOf(1),
      { name: 'other', experiment: 'train' },
      FINISHED,
      pointsOf('accuracy', [0.5]),
    );
    await workbench.openContainer('Explorer');
    await openStep('runs');
    await workbench.button(step('runs'), 'Show the Runs View').click();
    await workbench.treeRow('Runs', 'other').waitFor();
    await waitForDone('runs');
    await openStep('compare');
    await workbench.button(step('compare'), 'Compare Runs').click();
    await workbench.tab('Compare runs (2)').waitFor();
    await workbench.tab('Welcome').click();
    await waitForDone('compare');
    await example.session.screenshot('tour nearly done');
  });
});

/** The words of the drawings that are in sight, in whichever document. */
async function wordsOfDrawings(page: Page): Promise<string[]> {
  const words: string[] = [];
  for (const frame of page.frames()) {
    // A document that is just being replaced has none.
    const found = await frame
      .locator('svg text')
      .allTextContents()
      .catch(() => []);
    words.push(...found);
  }
  return words;
}
