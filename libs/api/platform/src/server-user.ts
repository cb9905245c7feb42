import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from './start-error';

const NAME = 'postgres';
const run = promisify(execFile);

/** The system user that PostgreSQL runs as: ourselves, or `postgres` when we are root (PostgreSQL refuses root). */
export interface ServerUser {
  readonly ids: { readonly uid?: number; readonly gid?: number };
  /** Makes a folder that only this user can read. */
  makeFolder(path: string): void;
  give(path: string): void;
}

export async function serverUser(): Promise<ServerUser> {
  const ids = process.getuid?.() === 0 ? await idsOfPostgres() : undefined;
  const give = (path: string): void => {
    if (ids !== undefined) chownSync(path, ids.uid, ids.gid);
  };
  return {
    ids: ids ?? {},
    give,
    makeFolder: (path) => {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      chmodSync(path, 0o700);
      give(path);
    },
  };
}

async function idsOfPostgres(): Promise<{ uid: number; gid: number }> {
  const look = async (): Promise<{ uid: number; gid: number }> => {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, NAME])).stdout)),
    );
    return { uid: uid ?? NaN, gid: gid ?? NaN };
  };
  try {
    return await look();
  } catch {
    try {
      await run('useradd', ['--system', '--user-group', NAME]);
      return await look();
    } catch {
      throw new StartError(
        `PostgreSQL does not run as root and the system user '${NAME}' can't be made: start as another user, or set DATABASE_URL.`,
      );
    }
  }
}

/**
 * As root, the server's user must be able to enter every folder above its data and its program.
 * @throws StartError naming the folder that is closed and the way out
 */
export function prepareFolderFor(user: ServerUser, dataDir: string, program: string): void {
  if (user.ids.uid === undefined) return;
  const closedData = closedFolder(user, dataDir);
  if (closedData !== undefined)
    throw new StartError(
      `PostgreSQL runs as system user '${NAME}', which can't enter ${closedData}: set DATA_DIR to a folder it can reach, such as /var/lib/samenplan.`,
    );
  const closedProgram = closedFolder(user, dirname(program));
  if (closedProgram !== undefined)
    throw new StartError(
      `PostgreSQL runs as system user '${NAME}', which can't enter ${closedProgram}: move the project to a folder it can reach, such as /opt/samenplan, or start as another user.`,
    );
}

function closedFolder({ ids }: ServerUser, path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const may = uid === ids.uid ? 0o100 : gid === ids.gid ? 0o010 : 0o001;
    if ((mode & may) === 0) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
