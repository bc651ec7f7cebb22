/** Names the file that `activationEntry.ts` appends activation times to, ms, one a line. */
export const TIMES_VARIABLE = 'TRIALBOOK_ACTIVATION_TIMES';
