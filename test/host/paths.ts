import path from 'node:path';

/** The repository's root folder. */
export const ROOT = path.resolve(import.meta.dirname, '../..');
/** What is downloaded and built for development; may be deleted at any time. */
export const CACHE = path.join(ROOT, '.cache');
/** Results, screenshots and logs of tests. */
export const TEST_OUTPUT = path.join(ROOT, 'test-output');
