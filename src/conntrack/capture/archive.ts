import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { create, extract } from 'tar';
import { MANIFEST } from '../readers/read-capture.ts';

/**
 * Packs a captured directory into a gzipped tar file, all at once or not at all. It tells nothing of who made it: no
 * owner, no times, no name of the directory.
 *
 * @param signal Told before the file appears, it leaves nothing.
 */
export async function pack(directory: string, file: string, signal: AbortSignal): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await create({ gzip: true, portable: true, noMtime: true, cwd: directory, file: temporary }, ['.']);
    signal.throwIfAborted();
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Unpacks an archive below an empty directory, and returns where the capture is in it. Links and devices are left out.
 * @throws when it is no archive, would write elsewhere, or holds no capture.
 */
export async function unpack(file: string, into: string): Promise<string> {
  await extract({
    file,
    cwd: into,
    strict: true,
    filter: (_path, entry) => 'type' in entry && (entry.type === 'File' || entry.type === 'Directory'),
  });
  const [top, ...others] = readdirSync(into);
  const places = [into, ...(top !== undefined && others.length === 0 ? [join(into, top)] : [])];
  const found = places.find((place) => existsSync(join(place, MANIFEST)));
  if (found === undefined) throw new Error(`holds no ${MANIFEST}`);
  return found;
}
