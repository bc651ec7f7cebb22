/**
 * The schema. Conventions: `uid` is a run's ULID; times are ms since 1970; a number that may be NaN or infinite is TEXT
 * in that case (`NaN`, `Infinity`, `-Infinity`), because SQLite has no NaN. docs/storage.md explains it to people.
 *
 * Points of a series lie in `series_chunks`; `seriesCodec.ts` describes the bytes, `chunkWriter.ts` which points share a
 * chunk.
 *
 * `revision` counts the changes of the whole store: a row that changed carries the revision of its last change, so that
 * anyone who remembers a revision finds what changed since, in whichever process that was.
 */
export const SCHEMA_V1 = `
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1), -- a single row
  revision INTEGER NOT NULL,
  epoch INTEGER NOT NULL,               -- tells this database from one that is made anew in its place
  trash_checked_at INTEGER              -- when it was last looked for runs to free; NULL: never
);
INSERT INTO store (id, revision, epoch) VALUES (1, 0, random() & 1048575);

CREATE TABLE experiments (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: the run's colour hangs on it
  uid TEXT NOT NULL UNIQUE,
  parent TEXT,                          -- uid of the run that started this one
  experiment INTEGER NOT NULL REFERENCES experiments(id),
  name TEXT NOT NULL,                   -- as recorded; a name given in the editor is in run_edits
  status TEXT NOT NULL DEFAULT 'running', -- the recorder's word
  lost INTEGER NOT NULL DEFAULT 0,      -- the recorder died before it could say how the run ended
  command TEXT NOT NULL DEFAULT '[]',   -- JSON
  cwd TEXT NOT NULL DEFAULT '.',
  script TEXT,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  last_event_at INTEGER NOT NULL,
  exit_code INTEGER,
  message TEXT,
  metric_count INTEGER NOT NULL DEFAULT 0,
  point_count INTEGER NOT NULL DEFAULT 0,
  key_series INTEGER,                   -- the series that the run is judged by
  trashed_at INTEGER,                   -- hidden since then; NULL: listed; follows run_edits, see below
  revision INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX runs_started ON runs(started_at);
CREATE INDEX runs_live ON runs(id) WHERE status = 'running';
CREATE INDEX runs_trashed ON runs(trashed_at) WHERE trashed_at IS NOT NULL;
CREATE INDEX runs_changed ON runs(revision);

CREATE TABLE removed_runs (             -- told to those who ask what changed
  uid TEXT PRIMARY KEY,
  revision INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX removed_runs_changed ON removed_runs(revision);

CREATE TABLE run_edits (                -- made in the editor: event files never change them
  uid TEXT NOT NULL,
  field TEXT NOT NULL,                  -- name, note, trashed (since when)
  value TEXT NOT NULL,
  edited_at INTEGER NOT NULL,
  PRIMARY KEY (uid, field)
) WITHOUT ROWID;

-- Edits outlive the rows of their run, so that a database which is rebuilt from the run folders keeps its trash.
CREATE TRIGGER run_returns AFTER INSERT ON runs
WHEN EXISTS (SELECT 1 FROM run_edits WHERE uid = new.uid AND field = 'trashed') BEGIN
  UPDATE runs SET trashed_at = (SELECT CAST(value AS INTEGER) FROM run_edits WHERE uid = new.uid AND field = 'trashed')
  WHERE id = new.id;
END;
CREATE TRIGGER run_trashed AFTER INSERT ON run_edits WHEN new.field = 'trashed' BEGIN
  UPDATE runs SET trashed_at = CAST(new.value AS INTEGER) WHERE uid = new.uid;
END;
CREATE TRIGGER run_trashed_again AFTER UPDATE ON run_edits WHEN new.field = 'trashed' BEGIN
  UPDATE runs SET trashed_at = CAST(new.value AS INTEGER) WHERE uid = new.uid;
END;
CREATE TRIGGER run_restored AFTER DELETE ON run_edits WHEN old.field = 'trashed' BEGIN
  UPDATE runs SET trashed_at = NULL WHERE uid = old.uid;
END;

CREATE TABLE params (
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  type TEXT NOT NULL,                   -- number, text, bool (0 or 1), null
  value,
  PRIMARY KEY (run, key)
) WITHOUT ROWID;
CREATE INDEX params_by_value ON params(key, value);

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) WITHOUT ROWID;
CREATE INDEX tags_by_value ON tags(key, value);

CREATE TABLE warnings (
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (run, code, message)
) WITHOUT ROWID;

CREATE TABLE metric_keys (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
);

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES metric_keys(id),
  count INTEGER NOT NULL,
  finite_count INTEGER NOT NULL,        -- min, max and mean are over these; equal to last when there is none
  first REAL NOT NULL,
  last REAL NOT NULL,
  last_step REAL NOT NULL,
  min REAL NOT NULL,
  max REAL NOT NULL,
  mean REAL NOT NULL,
  revision INTEGER NOT NULL,
  UNIQUE (run, key)
);
CREATE INDEX series_by_last ON series(key, last);

CREATE TABLE series_chunks (
  series INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,
  start INTEGER NOT NULL,               -- index of its first point in the series, from 0
  n INTEGER NOT NULL,
  min_step REAL NOT NULL,
  max_step REAL NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (series, start)
);

CREATE TABLE datasets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE             -- path relative to the workspace folder
);

CREATE TABLE dataset_versions (
  id INTEGER PRIMARY KEY,
  dataset INTEGER NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,             -- from 1, never given twice
  digest TEXT NOT NULL,
  size INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  UNIQUE (dataset, digest)
);

CREATE TABLE inputs (
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  dataset_version INTEGER NOT NULL REFERENCES dataset_versions(id),
  uncertain INTEGER NOT NULL,
  PRIMARY KEY (run, dataset_version)
) WITHOUT ROWID;
CREATE INDEX inputs_of_version ON inputs(dataset_version);

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE             -- path relative to the workspace folder
);

CREATE TABLE model_versions (
  id INTEGER PRIMARY KEY,
  model INTEGER NOT NULL REFERENCES models(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,             -- from 1 in the order of first sight, never given twice
  digest TEXT NOT NULL,
  size INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  UNIQUE (model, digest)
);

CREATE TABLE model_aliases (            -- movable names such as champion
  model INTEGER NOT NULL REFERENCES models(id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  model_version INTEGER NOT NULL REFERENCES model_versions(id) ON DELETE CASCADE,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (model, alias)
) WITHOUT ROWID;

CREATE TABLE snapshots (                -- from the snapshot of the run folder
  run INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
  digest TEXT NOT NULL,                 -- of its files: equal code, equal digest
  files INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  git_commit TEXT,
  git_branch TEXT,
  git_dirty INTEGER
);

CREATE TABLE artifacts (
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  kind TEXT NOT NULL,                   -- model, file
  digest TEXT NOT NULL,
  size INTEGER NOT NULL,
  model_version INTEGER REFERENCES model_versions(id),
  PRIMARY KEY (run, path)
) WITHOUT ROWID;
CREATE INDEX artifacts_of_version ON artifacts(model_version);

CREATE TABLE event_files (              -- how far each file of events has been taken in
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  offset INTEGER NOT NULL,              -- bytes
  modified_at REAL NOT NULL,            -- of the file when it was read, as the file system tells it
  lines INTEGER NOT NULL,
  next_q INTEGER NOT NULL,              -- one more than the highest q taken in
  skip_below INTEGER NOT NULL,          -- events below this q are repeats: the file was truncated
  bad_lines INTEGER NOT NULL,
  head TEXT NOT NULL,                   -- its first bytes, which tell it from another file of the name
  role TEXT, host TEXT, pid INTEGER, start TEXT, -- its writer, from hello
  UNIQUE (run, name)
);

CREATE VIEW run_metrics AS
  SELECT runs.uid AS run, metric_keys.key, count, first, last, last_step, min, max, mean
  FROM series JOIN runs ON runs.id = series.run JOIN metric_keys ON metric_keys.id = series.key;

CREATE VIEW run_params AS
  SELECT runs.uid AS run, params.key, params.type, params.value FROM params JOIN runs ON runs.id = params.run;

CREATE VIEW run_points AS               -- chunks of points, to be read in the order of start
  SELECT runs.uid AS run, metric_keys.key, start, n, data
  FROM series_chunks JOIN series ON series.id = series_chunks.series
  JOIN runs ON runs.id = series.run JOIN metric_keys ON metric_keys.id = series.key;
`;
