/** What stands in recorded texts in place of a secret. */
export const REDACTED = '***';
