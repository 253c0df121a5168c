import { fileURLToPath } from 'node:url';
import type { Finding } from '../verdict/findings.ts';
import { Workspace, type WorkspaceOptions } from './workspace.ts';

/** The folders that are open in an editor. One may be inside another: the innermost has the findings of a file. */
export class Folders {
  readonly #options: WorkspaceOptions;
  readonly #onProblem: (error: unknown) => void;
  /** By URI. */
  readonly #workspaces = new Map<string, Workspace>();
  /** What was wrong with each when it was asked last. */
  readonly #problems = new Map<Workspace, string>();

  /** @param onProblem Told once of what keeps a folder from being scanned: it will be wrong again next time. */
  constructor(options: WorkspaceOptions, onProblem: (error: unknown) => void) {
    this.#options = options;
    this.#onProblem = onProblem;
  }

  get isEmpty(): boolean {
    return this.#workspaces.size === 0;
  }

  open(uri: string): void {
    const root = pathOf(uri);
    if (root !== undefined) this.#workspaces.set(uri, new Workspace(root, this.#options));
  }

  close(uri: string): void {
    this.#workspaces.delete(uri);
  }

  /** Hands a path to the folders that it is in. */
  change(path: string, change: (workspace: Workspace) => void): void {
    for (const workspace of this.#workspaces.values()) if (workspace.holds(path)) change(workspace);
  }

  /** Something on the disk may have changed, in any of them. */
  lookAgain(): void {
    for (const workspace of this.#workspaces.values()) workspace.lookAgain();
  }

  /** The findings of each file, by path. */
  findings(): Map<string, Finding[]> {
    const byPath = new Map<string, Finding[]>();
    for (const workspace of this.#workspaces.values())
      for (const finding of this.#findingsOf(workspace)) {
        const { path } = finding.place;
        if (this.workspaceOf(path) === workspace) byPath.set(path, [...(byPath.get(path) ?? []), finding]);
      }
    return byPath;
  }

  /** The innermost folder of a path. */
  workspaceOf(path: string): Workspace | undefined {
    return [...this.#workspaces.values()]
      .filter((workspace) => workspace.holds(path))
      .toSorted((one, other) => other.root.length - one.root.length)[0];
  }

  #findingsOf(workspace: Workspace): readonly Finding[] {
    try {
      const findings = workspace.findings();
      this.#problems.delete(workspace);
      return findings;
    } catch (error) {
      const problem = String(error);
      if (this.#problems.get(workspace) !== problem) this.#onProblem(error);
      this.#problems.set(workspace, problem);
      return [];
    }
  }
}

/** Undefined for what is no file of this machine, such as a document that was never saved. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
