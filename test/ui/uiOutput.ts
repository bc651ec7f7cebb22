import path from 'node:path';
import { TEST_OUTPUT } from '../host/paths';

/** Screenshots and logs of the UI suites. */
export const UI_OUTPUT = path.join(TEST_OUTPUT, 'ui');
