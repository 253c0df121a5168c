import { extname, isAbsolute, relative } from 'node:path';
import { analyse } from '../scanner/analysis.ts';
import { isSource } from '../scanner/discover.ts';
import { Disk, isOnDisk } from '../scanner/disk.ts';
import { findProject, type Found, type OpenOptions } from '../scanner/find-project.ts';
import { Project, type ScanResult } from '../scanner/project.ts';
import { UsageError } from '../usage-error.ts';
import type { Finding } from '../verdict/findings.ts';
import { SeenAlone } from './seen-alone.ts';

export interface WorkspaceOptions extends OpenOptions {
  /** Leave out what the plugin shows in ESLint and oxlint, which see one file at a time. */
  readonly onlyAcrossFiles: boolean;
}

/** Files whose change changes how others are found or judged. */
const SETTINGS = /(?:^|[\\/])(?:package\.json|[jt]sconfig[^\\/]*\.json|conntrack\.config\.json)$/;
const NEVER_ENTERED = /(?:^|[\\/])(?:node_modules|\.git)(?:[\\/]|$)/;

interface Loaded {
  readonly found: Found;
  readonly project: Project;
  readonly disk: Disk;
}

/** A folder that is open in an editor: its project, with the texts of open documents in place of their files. */
export class Workspace {
  readonly root: string;
  readonly #options: WorkspaceOptions;
  /** Texts of open documents, by path. */
  readonly #open = new Map<string, string>();
  readonly #seenAlone = new SeenAlone();
  #loaded: Loaded | undefined;
  #result: ScanResult | undefined;
  /** Documents whose text the project does not have yet. */
  readonly #typed = new Set<string>();
  /** Documents that can't be parsed as they are: half typed. The project has them as they were before. */
  readonly #broken = new Set<string>();
  /** Why there is no project. It stays until something is told that may mend it. */
  #problem: UsageError | undefined;
  /** Files may have come or gone that nobody told of. */
  #isUnsure = false;

  /** @param root Absolute path of the folder. */
  constructor(root: string, options: WorkspaceOptions) {
    this.root = root;
    this.#options = options;
  }

  /** Whether a path is below the folder, where the project can be. */
  holds(path: string): boolean {
    const below = relative(this.root, path);
    return !/^\.\.(?:[\\/]|$)/.test(below) && !isAbsolute(below) && !NEVER_ENTERED.test(below);
  }

  /** Takes the text of an open document. Settings count as they are on the disk. */
  write(path: string, text: string): void {
    if (!isSource(path)) return;
    const isOpened = !this.#open.has(path);
    this.#open.set(path, text);
    if (this.#loaded?.project.has(path) || !isOnDisk(path)) this.#typed.add(path);
    // It is new on the disk, or git ignores it: then nothing that is typed there matters.
    else if (isOpened) this.#isUnsure = true;
  }

  /** Takes the file again in place of a document that was closed. */
  close(path: string): void {
    if (!this.#open.delete(path)) return;
    this.#typed.delete(path);
    if (this.#loaded?.project.has(path)) this.#reread(path);
  }

  /** Takes a file or a directory that something else than the editor has changed, made or removed. */
  changedOnDisk(path: string): void {
    if (SETTINGS.test(path)) this.#forget();
    else if (this.#open.has(path)) return;
    else if (this.#loaded?.project.has(path)) this.#reread(path);
    else if (isSource(path) || extname(path) === '') this.lookAgain();
  }

  /** Something on the disk may have changed. */
  lookAgain(): void {
    this.#isUnsure = true;
  }

  /**
   * What is found in the project as it is now.
   * @throws {UsageError} when its configuration is not right.
   */
  findings(): readonly Finding[] {
    if (this.#isUnsure) this.#look();
    const { project } = (this.#loaded ??= this.#load());
    for (const path of this.#typed) this.#take(project, path);
    this.#typed.clear();
    const { findings } = (this.#result ??= project.scan());
    return findings.filter(
      (finding) =>
        !this.#broken.has(finding.place.path) &&
        !(this.#options.onlyAcrossFiles && this.isSeenAlone(finding)),
    );
  }

  /** Whether one of the findings is found in its file alone, too, so that ESLint and oxlint show it. */
  isSeenAlone(finding: Finding): boolean {
    if (!this.#loaded || !this.#result) return false;
    const { configuration, relative: projectPath } = this.#loaded.found;
    return this.#seenAlone.has(
      finding,
      this.#result.program,
      projectPath,
      configuration?.preset ?? 'recommended',
    );
  }

  /** The text that the findings of a file are about. */
  text(path: string): string {
    return this.#result?.text(path) ?? '';
  }

  #load(): Loaded {
    if (this.#problem) throw this.#problem;
    try {
      const found = findProject([this.root], this.#options);
      const disk = new Disk(this.root, found);
      // What only types can tell takes seconds: conntrack-scan tells it.
      const project = new Project({ ...found, asksTypes: false });
      for (const path of this.#open.keys()) if (project.has(path) || !isOnDisk(path)) this.#typed.add(path);
      return { found, disk, project };
    } catch (error) {
      if (error instanceof UsageError) this.#problem = error;
      throw error;
    }
  }

  /** Takes what has changed on the disk, and parses nothing else again. */
  #look(): void {
    this.#isUnsure = false;
    const changes = this.#loaded?.disk.changes();
    if (!this.#loaded || !changes || changes.hasOtherSettings) {
      this.#forget();
      return;
    }
    const { project } = this.#loaded;
    const { written, gone } = changes;
    for (const path of written) {
      if (this.#open.has(path)) this.#typed.add(path);
      else project.read(path);
    }
    for (const path of gone) if (!this.#open.has(path)) project.remove(path);
    if (written.length + gone.length > 0) this.#result = undefined;
  }

  /** While a document is half typed, what is found in others does not come and go with it. */
  #take(project: Project, path: string): void {
    const text = this.#open.get(path) ?? '';
    const isSame = this.#result?.text(path) === text;
    if (!isSame && project.has(path) && 'problem' in analyse(path, text)) {
      this.#broken.add(path);
      return;
    }
    this.#broken.delete(path);
    if (isSame) return;
    project.write(path, text);
    this.#result = undefined;
  }

  #reread(path: string): void {
    this.#broken.delete(path);
    this.#loaded?.project.read(path);
    this.#result = undefined;
  }

  #forget(): void {
    this.#broken.clear();
    this.#loaded = undefined;
    this.#result = undefined;
    this.#problem = undefined;
  }
}
