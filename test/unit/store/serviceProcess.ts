/** Hosts a store in a process of its own, for tests that kill it: `serviceProcess.ts <workspace> <wasm>`. */
import { StoreService } from '../../../src/store/service';

const [workspaceDir, wasmPath] = process.argv.slice(2) as [string, string];
await StoreService.open({ workspaceDir, wasmPath }, (event) => process.stdout.write(JSON.stringify(event) + '\n'));
