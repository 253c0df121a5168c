import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from './run.js';

/** A package that the registry doesn't have, or no way to the registry. */
export class Unavailable extends Error {}

const MISSING = new RegExp(
  [
    "No matching version found|404 Not Found|Couldn't find (?:any versions|package)|No candidates found",
    'ENOTCACHED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|ECONNREFUSED|ETIMEDOUT',
  ].join('|'),
);

/** Peer conflicts are errors where the manager can make them so. */
const NPM = [
  'install',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--strict-peer-deps',
  '--loglevel=error',
];
const PNPM = [
  'install',
  '--prefer-offline',
  '--no-frozen-lockfile',
  '--config.strict-peer-dependencies=true',
];
const YARN_4 = { YARN_ENABLE_IMMUTABLE_INSTALLS: 'false', YARN_ENABLE_TELEMETRY: 'false' };

/** `tool` is the package of the manager itself, as npm names it. */
export const managers = {
  npm: { command: 'npm', install: NPM },
  'pnpm 10': { tool: 'pnpm@10', command: 'pnpm', install: PNPM },
  'pnpm 12': { tool: 'pnpm@12', command: 'pnpm', install: PNPM },
  'Yarn 1': {
    tool: 'yarn@1',
    command: 'yarn',
    // Its own cache would serve an older tarball of the same version.
    install: [
      'install',
      '--prefer-offline',
      '--no-progress',
      '--non-interactive',
      '--cache-folder',
      '.yarn-cache',
    ],
  },
  'Yarn 4': {
    tool: '@yarnpkg/cli-dist@4',
    command: 'yarn',
    install: ['install'],
    environment: { ...YARN_4, YARN_NODE_LINKER: 'node-modules' },
  },
  'Yarn 4 PnP': {
    tool: '@yarnpkg/cli-dist@4',
    command: 'yarn',
    install: ['install'],
    environment: { ...YARN_4, YARN_NODE_LINKER: 'pnp' },
    isPlugAndPlay: true,
  },
};

/** Package managers and versions of Node.js, each installed once, from the registry that npm is set up for. */
export class Toolbox {
  #directory;
  #installed = new Map();
  #registry;

  constructor(directory) {
    this.#directory = directory;
  }

  /** The folder of the commands of a package, such as `pnpm@10`. */
  commandsOf(specifier) {
    let commands = this.#installed.get(specifier);
    if (commands === undefined) {
      commands = this.#install(specifier);
      this.#installed.set(specifier, commands);
    }
    return commands;
  }

  /** The address of the registry that npm is set up for: Yarn has one of its own. */
  async registry() {
    this.#registry ??= checked('npm', ['config', 'get', 'registry'], { cwd: this.#directory });
    return (await this.#registry).stdout.trim();
  }

  async #install(specifier) {
    const project = join(this.#directory, specifier.replaceAll(/[@/]/g, '_'));
    await mkdir(project, { recursive: true });
    await writeFile(join(project, 'package.json'), JSON.stringify({ private: true }));
    await checked('npm', [...NPM, specifier], { cwd: project });
    return join(project, 'node_modules/.bin');
  }
}

/** Installs what package.json of a project asks for. Resolves to a function that runs a command of its packages. */
export async function install(project, { manager: name = 'npm', node }, toolbox) {
  const manager = managers[name];
  // The packages that bring Node.js are of one platform each.
  const runtime = node && `node-${process.platform}-${process.arch}@${node}`;
  const folders = await Promise.all(
    [runtime, manager.tool].filter(Boolean).map((tool) => toolbox.commandsOf(tool)),
  );
  const registry = await toolbox.registry();
  const environment = {
    PATH: [...folders, process.env.PATH].join(delimiter),
    YARN_REGISTRY: registry,
    YARN_NPM_REGISTRY_SERVER: registry,
    ...manager.environment,
  };
  await checked(manager.command, manager.install, { cwd: project, environment });
  return (command, args, converse) => {
    const options = { cwd: project, environment, converse };
    return manager.isPlugAndPlay
      ? run(manager.command, ['run', command, ...args], options)
      : run(join(project, 'node_modules/.bin', command), args, options);
  };
}

async function checked(command, args, options) {
  const result = await run(command, args, options);
  if (result.status === 0) return result;
  const output = `${result.stdout}${result.stderr}`.trim();
  const reason = output.split('\n').find((line) => MISSING.test(line));
  throw reason ? new Unavailable(reason.trim()) : new Error(output);
}
