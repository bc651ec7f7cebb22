/**
 * What the fourth version adds: tags and experiments that people change in the editor, and what they choose. Of an edited
 * tag `run_edits` has the field `tag:KEY` and the value `=VALUE`, or `-` where it was removed; of a run that was moved the
 * field `experiment`. Edits of what is judged by every filter are applied to the rows themselves. And plots that runs log.
 */
export const SCHEMA_V4 = `
CREATE TABLE choices (
  kind TEXT NOT NULL,                   -- baseline (uid) or key_metric, of an experiment; direction (higher, lower), of a metric
  name TEXT NOT NULL,                   -- of the experiment or metric
  value TEXT,                           -- NULL: taken back
  chosen_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (kind, name)
) WITHOUT ROWID;

CREATE INDEX runs_of_experiment ON runs(experiment);

CREATE TABLE plots (                    -- what a run logged that is neither number nor file
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- a row that replaces another has a higher one
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,                   -- a PlotKind
  key TEXT NOT NULL,
  step REAL NOT NULL,
  at INTEGER NOT NULL,
  source TEXT,
  data TEXT NOT NULL                    -- JSON: PlotData of the kind
);
CREATE UNIQUE INDEX plots_by_step ON plots(run, kind, key, step);

CREATE TRIGGER tag_edited AFTER INSERT ON run_edits WHEN new.field GLOB 'tag:*' BEGIN
  DELETE FROM tags WHERE key = substr(new.field, 5) AND run = (SELECT id FROM runs WHERE uid = new.uid);
  INSERT INTO tags (run, key, value) SELECT id, substr(new.field, 5), substr(new.value, 2) FROM runs
  WHERE uid = new.uid AND new.value GLOB '=*';
END;
CREATE TRIGGER tag_edited_again AFTER UPDATE ON run_edits WHEN new.field GLOB 'tag:*' BEGIN
  DELETE FROM tags WHERE key = substr(new.field, 5) AND run = (SELECT id FROM runs WHERE uid = new.uid);
  INSERT INTO tags (run, key, value) SELECT id, substr(new.field, 5), substr(new.value, 2) FROM runs
  WHERE uid = new.uid AND new.value GLOB '=*';
END;

CREATE TRIGGER run_moved AFTER INSERT ON run_edits WHEN new.field = 'experiment' BEGIN
  INSERT INTO experiments (name) SELECT new.value WHERE NOT EXISTS (SELECT 1 FROM experiments WHERE name = new.value);
  UPDATE runs SET experiment = (SELECT id FROM experiments WHERE name = new.value) WHERE uid = new.uid;
END;
CREATE TRIGGER run_moved_again AFTER UPDATE ON run_edits WHEN new.field = 'experiment' BEGIN
  INSERT INTO experiments (name) SELECT new.value WHERE NOT EXISTS (SELECT 1 FROM experiments WHERE name = new.value);
  UPDATE runs SET experiment = (SELECT id FROM experiments WHERE name = new.value) WHERE uid = new.uid;
END;

-- Edits that are older than the row of their run: it was rebuilt, or came with its folder.
CREATE TRIGGER edited_run_returns AFTER INSERT ON runs
WHEN EXISTS (SELECT 1 FROM run_edits WHERE uid = new.uid AND field GLOB 'tag:*') BEGIN
  INSERT INTO tags (run, key, value) SELECT new.id, substr(field, 5), substr(value, 2) FROM run_edits
  WHERE uid = new.uid AND field GLOB 'tag:*' AND value GLOB '=*';
END;
`;
