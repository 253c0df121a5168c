import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The kernel shows a node's connections to root alone; so does a capture to its owner. */
export const FOR_OWNER = 0o600;

/** A directory that a capture is written into, and that can be made as if it had never been. */
export class CaptureDirectory {
  readonly path: string;
  /** Files written so far. */
  files = 0;
  /** The topmost directory that was made for it; undefined if the directory was there before. */
  readonly #made: string | undefined;

  private constructor(path: string, made: string | undefined) {
    this.path = path;
    this.#made = made;
  }

  /** Opens a new or empty directory; undefined if it holds something. */
  static open(path: string): CaptureDirectory | undefined {
    const made = mkdirSync(path, { recursive: true, mode: 0o700 });
    return readdirSync(path).length === 0 ? new CaptureDirectory(path, made) : undefined;
  }

  /** Path for a new file, in a directory that is there. */
  place(path: string): string {
    const target = join(this.path, path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    this.files += 1;
    return target;
  }

  write(path: string, text: string): void {
    // As it was read: a kernel knows no encodings.
    writeFileSync(this.place(path), text, { encoding: 'latin1', flag: 'wx', mode: FOR_OWNER });
  }

  makeDirectory(path: string): void {
    mkdirSync(join(this.path, path), { recursive: true, mode: 0o700 });
  }

  /** Removes all that was written. What was there before stays: an empty directory. */
  remove(): void {
    const own =
      this.#made === undefined ? readdirSync(this.path).map((name) => join(this.path, name)) : [this.#made];
    for (const path of own) rmSync(path, { recursive: true, force: true });
  }
}
