import { isSource } from '../scanner/discover.ts';
import { findProject } from '../scanner/find-project.ts';
import { Project, type ScanResult } from '../scanner/project.ts';

/** Files whose change changes how others are found or judged. */
const SETTINGS = /(?:^|\/)(?:package\.json|[jt]sconfig[^/]*\.json|conntrack\.config\.json|\.gitignore)$/;

/** A folder that is open in an editor: its project, with the texts of open documents in place of their files. */
export class Workspace {
  readonly #root: string;
  /** Texts of open documents, by path. */
  readonly #open = new Map<string, string>();
  #project: Project | undefined;
  #result: ScanResult | undefined;

  /** @param root Absolute path of the folder. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Whether a path is below the folder, and may matter. */
  concerns(path: string): boolean {
    return path.startsWith(`${this.#root.replace(/[\\/]$/, '')}/`) && (isSource(path) || SETTINGS.test(path));
  }

  /** Takes the text of an open document. */
  write(path: string, text: string): void {
    this.#open.set(path, text);
    if (this.#project?.has(path))
      this.#changed((project) => {
        project.write(path, text);
      });
    // A file that is new, or that git ignores.
    else this.#forget();
  }

  /** Takes the file again in place of a document that was closed. */
  close(path: string): void {
    if (!this.#open.delete(path) || !this.#project?.has(path)) return;
    this.#changed((project) => {
      project.read(path);
    });
  }

  /** Takes a file that something else than the editor has changed, made or removed. */
  changedOnDisk(path: string): void {
    if (this.#open.has(path)) return;
    if (!SETTINGS.test(path) && this.#project?.has(path))
      this.#changed((project) => {
        project.read(path);
      });
    else this.#forget();
  }

  /**
   * What is found in the project as it is now.
   * @throws {UsageError} when its configuration is not right.
   */
  result(): ScanResult {
    if (!this.#project) {
      // What only types can tell takes seconds: conntrack-scan tells it.
      this.#project = new Project({ ...findProject([this.#root], {}), asksTypes: false });
      for (const [path, text] of this.#open) if (this.#project.has(path)) this.#project.write(path, text);
    }
    return (this.#result ??= this.#project.scan());
  }

  #changed(change: (project: Project) => void): void {
    if (!this.#project) return;
    change(this.#project);
    this.#result = undefined;
  }

  #forget(): void {
    this.#project = undefined;
    this.#result = undefined;
  }
}
