import path from 'node:path';
import { VSIX } from '../host/extension';
import { copyWorkspace, PENGUINS, type TemporaryWorkspace } from '../host/workspace';
import { Session, type SessionOptions } from './session';
import { UI_OUTPUT } from './uiOutput';

/** A window with the packed extension on a copy of the example, and what a suite needs to end both. */
export interface OpenExample {
  session: Session;
  workspace: TemporaryWorkspace;
  /** The copy's folder. */
  folder: string;
  close(): Promise<void>;
}

/** Starts an editor with the packed extension on a folder, with its logs below this name. */
export function startEditor(suite: string, folder: string, options: Partial<SessionOptions> = {}): Promise<Session> {
  const outputDir = path.join(UI_OUTPUT, suite);
  return Session.start({ folder, extension: { vsix: VSIX }, trust: false, outputDir, ...options });
}

/** Opens the example for a suite of this name; options such as `trust` or `locale` override the usual ones. */
export async function openExample(suite: string, options: Partial<SessionOptions> = {}): Promise<OpenExample> {
  const workspace = await copyWorkspace(PENGUINS);
  const folder = workspace.folders[0]!;
  const session = await startEditor(suite, folder, options);
  const close = async (): Promise<void> => {
    await session.dispose();
    await workspace.remove();
  };
  return { session, workspace, folder, close };
}
