/** Whether a folder lies on a disk of this machine: SQLite's log needs memory that all its readers share. */
import { statfsSync } from 'node:fs';

/** Numbers of statfs(2) on Linux for file systems of other machines, and for those of user space, which may be. */
const REMOTE_TYPES = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2 and 3
  0x01021997, // 9P: folders of Windows in WSL, shares of virtual machines
  0x65735546, // FUSE: sshfs, and folders of the host in Docker Desktop
  0x6a656a63, // virtiofs reports FUSE; this is its older number
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x19830326, // BeeGFS
  0x00c36400, // Ceph
  0x5346414f, // AFS
]);

/** Judges by the file system on Linux and by the path elsewhere; a folder that cannot be asked counts as remote. */
export function isLocalDisk(folder: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'win32') return !/^[\\/]{2}/.test(folder);
  if (platform !== 'linux') return !/^\/(Volumes|Network|net)\//.test(folder);
  try {
    return !REMOTE_TYPES.has(statfsSync(folder).type >>> 0);
  } catch {
    return false;
  }
}
