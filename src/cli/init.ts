import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIGURATION_FILE, existing } from '../scanner/find-project.ts';
import { reasonOf } from '../scanner/discover.ts';
import { UsageError } from '../usage-error.ts';
import { adviceFor, hasPlugin } from './init-advice.ts';
import { withPlugin } from './init-oxlint.ts';
import { surroundingsOf } from './surroundings.ts';

const SCHEMA = 'node_modules/eslint-plugin-conntrack/conntrack.config.schema.json';

/**
 * Writes a starting configuration where there is none, adds the plugin to oxlint's, and tells what else to add where.
 * Files that are programs are read and never written: no edit of a program is safe.
 */
export function initialise(paths: readonly string[]): void {
  const [path = '.', ...others] = paths;
  if (others.length > 0) throw new UsageError('--init takes one directory');
  const directory = existing(path);
  if (!statSync(directory).isDirectory()) throw new UsageError(`--init ${path}: not a directory`);
  const isWritten = writeConfiguration(directory);
  const changed = addToOxlint(directory);
  const there = `${CONFIGURATION_FILE} is there already${changed.length > 0 ? '' : ': nothing was changed'}`;
  const done = [isWritten ? `wrote ${CONFIGURATION_FILE}` : there, ...changed];
  const advice = adviceFor(surroundingsOf(directory));
  const steps = advice.map(({ what, lines }, at) =>
    [`${String(at + 1)}. ${what}`, ...lines.map((line) => `     ${line}`.trimEnd())].join('\n'),
  );
  process.stdout.write(`${[done.join('\n'), ...steps].join('\n\n')}\n`);
}

/** @returns what was done: nothing where it is there, or can't be understood or written. Then it is advice. */
function addToOxlint(directory: string): string[] {
  const { oxlint } = surroundingsOf(directory);
  const text =
    oxlint?.path.startsWith('.oxlintrc') && !hasPlugin(oxlint) ? withPlugin(oxlint.text) : undefined;
  if (!oxlint || text === undefined) return [];
  try {
    writeFileSync(join(directory, oxlint.path), text);
    return [`added the plugin and its rules to ${oxlint.path}`];
  } catch {
    return [];
  }
}

/** @returns whether it was written: never over another. */
function writeConfiguration(directory: string): boolean {
  const path = join(directory, CONFIGURATION_FILE);
  const configuration = { $schema: schemaFor(directory), preset: 'recommended' };
  try {
    writeFileSync(path, `${JSON.stringify(configuration, undefined, 2)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new UsageError(
      `${path}: ${reasonOf(error)}; run --init where you may write, or write the file by hand`,
    );
  }
}

/** In a workspace, the package may be installed above the directory. */
function schemaFor(directory: string): string {
  for (let at = directory, up = './'; ; at = dirname(at), up = up === './' ? '../' : `../${up}`) {
    if (existsSync(join(at, SCHEMA))) return `${up}${SCHEMA}`;
    if (dirname(at) === at) return `./${SCHEMA}`;
  }
}
