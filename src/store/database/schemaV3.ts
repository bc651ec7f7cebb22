/** What the third version adds: runs that do others again, and what a script can be called with. */
export const SCHEMA_V3 = `
ALTER TABLE runs ADD COLUMN based_on TEXT;     -- uid of the run that this one does again
ALTER TABLE runs ADD COLUMN purpose TEXT;      -- what for: a RunPurpose
ALTER TABLE runs ADD COLUMN batch TEXT;        -- shared by runs that were asked for together
ALTER TABLE runs ADD COLUMN options TEXT;      -- JSON: ScriptOption[], as the script's own parser declares them
CREATE INDEX runs_of_script ON runs(script, trashed_at, uid);
CREATE INDEX runs_of_batch ON runs(batch) WHERE batch IS NOT NULL;
CREATE INDEX runs_based_on ON runs(based_on) WHERE based_on IS NOT NULL;
`;
