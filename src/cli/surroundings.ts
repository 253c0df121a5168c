import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** A file of another tool, as it is now. */
export interface ToolFile {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

/** What `--init` needs to know of a project. */
export interface Surroundings {
  readonly packageManager: PackageManager;
  /** The package is among the dependencies. */
  readonly isInstalled: boolean;
  /** The root of the repository or the workspace, relative to the project, where that is not the project itself. */
  readonly above?: string;
  /** `type: module` in package.json. */
  readonly isModule: boolean;
  readonly eslint?: ToolFile;
  /** ESLint's configuration before version 9, also in package.json. */
  readonly oldEslint?: ToolFile;
  readonly oxlint?: ToolFile;
  /** The workflow that lints or tests, else the first. */
  readonly workflow?: ToolFile;
  readonly gitlab?: ToolFile;
  readonly preCommit?: ToolFile;
}

const LOCK_FILES: readonly (readonly [string, PackageManager])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

const EXTENSIONS = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'];
const WORKFLOWS = '.github/workflows';

/** Looks at a project, and changes nothing. */
export function surroundingsOf(directory: string): Surroundings {
  const { type, dependencies, devDependencies, eslintConfig } = manifestOf(directory);
  const first = (...paths: string[]): ToolFile | undefined =>
    paths.map((path) => toolFile(directory, path)).find((file) => file !== undefined);
  const workflows = workflowsIn(directory);
  const found = {
    eslint: first(...EXTENSIONS.map((extension) => `eslint.config.${extension}`)),
    oldEslint:
      first(
        '.eslintrc',
        ...['js', 'cjs', 'json', 'yml', 'yaml'].map((extension) => `.eslintrc.${extension}`),
      ) ?? (eslintConfig === undefined ? undefined : first('package.json')),
    oxlint: first('.oxlintrc.json', '.oxlintrc.jsonc', 'oxlint.config.ts', 'oxlint.config.mts'),
    workflow: workflows.find(({ text }) => /lint|test/i.test(text)) ?? workflows[0],
    gitlab: first('.gitlab-ci.yml'),
    preCommit: first('.pre-commit-config.yaml'),
  };
  const { packageManager, root } = wholeOf(directory);
  return {
    packageManager,
    ...(root !== directory && { above: relative(directory, root) }),
    isInstalled: 'eslint-plugin-conntrack' in { ...dependencies, ...devDependencies },
    isModule: type === 'module',
    ...Object.fromEntries(Object.entries(found).filter(([, file]) => file !== undefined)),
  };
}

function toolFile(directory: string, path: string): ToolFile | undefined {
  const text = textOf(join(directory, path));
  return text === undefined ? undefined : { path, text };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

interface Manifest {
  readonly type?: unknown;
  readonly eslintConfig?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What can't be read as a manifest says nothing. */
function manifestOf(directory: string): Manifest {
  try {
    return JSON.parse(textOf(join(directory, 'package.json')) ?? '{}') as Manifest;
  } catch {
    return {};
  }
}

/** What a project is a part of: the nearest directory with a lock file, as a workspace has one, or the repository. */
function wholeOf(directory: string): { packageManager: PackageManager; root: string } {
  for (let at = directory; ; at = dirname(at)) {
    const found = LOCK_FILES.find(([name]) => existsSync(join(at, name)));
    if (found) return { packageManager: found[1], root: at };
    if (existsSync(join(at, '.git'))) return { packageManager: 'npm', root: at };
    if (dirname(at) === at) return { packageManager: 'npm', root: directory };
  }
}

function workflowsIn(directory: string): ToolFile[] {
  try {
    return readdirSync(join(directory, WORKFLOWS))
      .filter((name) => /\.ya?ml$/.test(name))
      .toSorted()
      .flatMap((name) => toolFile(directory, `${WORKFLOWS}/${name}`) ?? []);
  } catch {
    return [];
  }
}
