// Where a live vault may lie: not on a network share, not in a folder that a client synchronises (WAL needs one machine).
import { accessSync, constants, existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { AppError } from '../../../shared/contract/envelope.ts';

/** Linux statfs magic numbers of network file systems: NFS, SMB, CIFS, SMB2, Coda, AFS, Ceph, 9P. */
const networkMagic = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x73757245, 0x5346414f, 0x00c36400, 0x01021997]);
const networkTypes =
  /^(nfs\d?|cifs|smb\w*|sshfs|fuse\.sshfs|davfs|fuse\.davfs2?|afs|ncpfs|9p|ceph|glusterfs|fuse\.glusterfs|fuse\.rclone|fuse\.s3fs)$/;
const syncedNames =
  /^(onedrive( - .+)?|dropbox|google drive|googledrive|icloud ?drive|com~apple~clouddocs|mobile documents|nutstore( files)?|我的坚果云|坚果云|baidusyncdisk|百度网盘同步空间|百度云同步盘|weiyun|微云同步盘|wpsdrive|wps云盘|nextcloud|owncloud|seafile|resilio ?sync|syncthing)$/i;

function existingPart(path: string): string {
  let part = resolve(path);
  while (!existsSync(part) && dirname(part) !== part) part = dirname(part);
  return realpathSync.native(part);
}

function linuxMountType(path: string): string | null {
  let mounts: string;
  try {
    mounts = readFileSync('/proc/self/mounts', 'utf8');
  } catch {
    return null;
  }
  let best = '';
  let type: string | null = null;
  for (const line of mounts.split('\n')) {
    const [, point, kind] = line.split(' ');
    if (!point || !kind) continue;
    const mount = point.replaceAll('\\040', ' ');
    if ((path === mount || path.startsWith(mount.endsWith(sep) ? mount : mount + sep)) && mount.length >= best.length) {
      best = mount;
      type = kind;
    }
  }
  return type;
}

/** Why a live vault must not lie at `path`, or null. The path need not exist yet. */
export function unsuitableFolder(path: string): 'network' | 'synced' | null {
  const real = existingPart(path);
  if (process.platform === 'win32' && /^\\\\/.test(real)) return 'network';
  if (process.platform === 'linux') {
    const type = linuxMountType(real);
    if (type && networkTypes.test(type)) return 'network';
    if (networkMagic.has(Number(statfsSync(real).type))) return 'network';
  }
  const names = resolve(path).split(/[\\/]/);
  return names.some((name) => syncedNames.test(name)) ? 'synced' : null;
}

/** Throws AppError `vault_on_network_folder` or `vault_on_synced_folder` for an unsuitable place. */
export function requireSuitableFolder(path: string): void {
  const why = unsuitableFolder(path);
  if (why === 'network') throw new AppError('vault_on_network_folder', { folder: path });
  if (why === 'synced') throw new AppError('vault_on_synced_folder', { folder: path });
}

/** Throws AppError `vault_folder_read_only` when the folder cannot be written. */
export function requireWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new AppError('vault_folder_read_only', { folder: path }, { cause });
  }
}
