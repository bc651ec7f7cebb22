import type { Frame } from 'playwright-core';

/** Whether a frame is the innermost document of the webview of this title, as far as it is still there. */
export async function isWebview(frame: Frame, title: string | RegExp): Promise<boolean> {
  if (frame.parentFrame() === null) return false;
  try {
    const element = await frame.frameElement();
    if ((await element.getAttribute('id')) !== 'active-frame') return false;
    const actual = (await element.getAttribute('title')) ?? '';
    return typeof title === 'string' ? actual === title : title.test(actual);
  } catch {
    // The frame went away while we looked.
    return false;
  }
}
