/** Names the file that `lensTimesEntry.ts` writes times to, ms, one a line. */
export const LENS_TIMES_VARIABLE = 'TRIALBOOK_LENS_TIMES';
