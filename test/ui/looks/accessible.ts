/** Holds pages to the rules of axe-core: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md. */
import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';

/** Rules for whole documents, which a page inside the editor is not. */
const NOT_OURS = { 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } };

/** Throws with every violation and where it is. */
export async function requireAccessible(frame: Frame): Promise<void> {
  // Evaluated by the browser's own protocol, which no content security policy keeps out.
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate(
    (rules) => (window as unknown as { axe: typeof axe }).axe.run(document, { rules, resultTypes: ['violations'] }),
    NOT_OURS,
  );
  assert.deepEqual(violations.map(describeViolation), []);
}

function describeViolation({ id, help, nodes }: AxeResults['violations'][number]): string {
  const places = nodes.slice(0, 5).map(({ target, failureSummary }) => {
    return `  ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ') ?? ''}`;
  });
  return [`${id}: ${help} (${nodes.length})`, ...places].join('\n');
}
