/** What the second version adds to `schema.ts`: why a run failed, who said what, and runs inside runs. */
export const SCHEMA_V2 = `
ALTER TABLE runs ADD COLUMN failure TEXT;      -- why it did not finish: a FailureKind
ALTER TABLE runs ADD COLUMN exception TEXT;    -- JSON: a TrainingException
ALTER TABLE runs ADD COLUMN nested INTEGER NOT NULL DEFAULT 0; -- its parent is listed, and it below that; see below
ALTER TABLE params ADD COLUMN source TEXT;     -- where the value was seen: argparse, seed
ALTER TABLE artifacts ADD COLUMN copy TEXT;    -- where its copy lies, relative to the run folder
ALTER TABLE artifacts ADD COLUMN source TEXT;  -- the library that wrote it
ALTER TABLE event_files ADD COLUMN rank INTEGER; -- place of its writer in a distributed training, from hello
ALTER TABLE event_files ADD COLUMN local_rank INTEGER;
ALTER TABLE event_files ADD COLUMN world INTEGER;

CREATE TABLE series_sources (           -- who gave the points of a key
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  key TEXT NOT NULL,                    -- as the source names it
  source TEXT NOT NULL,
  duplicate_of TEXT,                    -- its points were left out, as this source gave them too; NULL: they are kept
  PRIMARY KEY (run, key, source)
) WITHOUT ROWID;

CREATE TABLE cells (                    -- of notebooks, as they were executed
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,                   -- order of execution, from 1
  source TEXT NOT NULL,
  duration REAL,                        -- seconds
  error TEXT,
  PRIMARY KEY (run, n)
) WITHOUT ROWID;

CREATE INDEX runs_of_parent ON runs(parent, trashed_at, uid) WHERE parent IS NOT NULL;
CREATE INDEX runs_by_place ON runs(nested, trashed_at, uid);

-- A run stands below its parent as long as that is there and not in the trash, whichever of them comes first.
CREATE TRIGGER run_is_placed AFTER INSERT ON runs BEGIN
  UPDATE runs SET nested = EXISTS (SELECT 1 FROM runs p WHERE p.uid = runs.parent AND p.trashed_at IS NULL)
  WHERE id = new.id OR parent = new.uid;
END;
CREATE TRIGGER run_gets_parent AFTER UPDATE OF parent ON runs BEGIN
  UPDATE runs SET nested = EXISTS (SELECT 1 FROM runs p WHERE p.uid = runs.parent AND p.trashed_at IS NULL)
  WHERE id = new.id;
END;
CREATE TRIGGER parent_is_hidden AFTER UPDATE OF trashed_at ON runs
WHEN (old.trashed_at IS NULL) <> (new.trashed_at IS NULL) BEGIN
  UPDATE runs SET nested = (new.trashed_at IS NULL) WHERE parent = new.uid;
END;
CREATE TRIGGER parent_is_removed AFTER DELETE ON runs BEGIN
  UPDATE runs SET nested = 0 WHERE parent = old.uid;
END;

UPDATE runs SET nested = EXISTS (SELECT 1 FROM runs p WHERE p.uid = runs.parent AND p.trashed_at IS NULL)
WHERE parent IS NOT NULL;
`;
