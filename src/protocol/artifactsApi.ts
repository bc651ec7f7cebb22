/** What the store worker can be asked about files that runs wrote; a part of `StoreApi`. */
import type { RunId } from './entities';

export interface ArtifactContent {
  /** The first bytes of it, up to the limit asked for. */
  bytes: Uint8Array;
  /** Of the whole file. */
  size: number;
}

export type ArtifactsApi = {
  /**
   * What a run wrote to a file: of its copy, or of the file of the workspace as long as that is unchanged. `null` where
   * neither is there, or the run has no such artifact.
   */
  readArtifact: { args: { runId: RunId; path: string; limit: number }; result: ArtifactContent | null };
};
