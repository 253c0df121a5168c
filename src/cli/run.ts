import { createRequire } from 'node:module';
import type { Command } from 'commander';
import { version } from '../package.ts';
import { UsageError } from '../usage-error.ts';

const require = createRequire(import.meta.url);

/** The commander module. Required, because that takes a third of the time of an import: both commands start often. */
export const commander = require('commander') as typeof import('commander');

/** Exit code of both commands when they could not run: bad arguments, a missing path, a broken configuration. */
const COULD_NOT_RUN = 2;

/**
 * A commander command in this package's manner: `--version`, `--help`, every error as one line on stderr.
 * Add options and an action that sets `process.exitCode`; then hand the command to {@link run}.
 */
export function createCommand(name: string, description: string): Command {
  return new commander.Command(name)
    .description(description)
    .option('--version', 'print the version')
    .on('option:version', printVersion)
    .helpOption('--help', 'print this help')
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => {
        const message = text.replace(/^error: /, '').replace(/\.?\s*$/, '');
        write(errorLine(name, `${message}; see ${name} --help`));
      },
    });
}

/**
 * Parses the arguments and runs the command's action. Any error becomes one line on stderr and the exit code
 * `couldNotRun`; a reader that stops early (`| head`) is no error.
 */
export async function run(command: Command, couldNotRun = COULD_NOT_RUN): Promise<void> {
  const fail = (message: string): void => {
    process.stderr.write(errorLine(command.name(), message));
    process.exitCode = couldNotRun;
  };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') fail(`cannot write to standard output: ${error.message}`);
    process.exit();
  });
  try {
    await command.parseAsync();
  } catch (error) {
    if (error instanceof commander.CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : couldNotRun;
    } else if (error instanceof UsageError) {
      fail(error.message);
    } else {
      fail(`unexpected error: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function printVersion(): never {
  process.stdout.write(`${version}\n`);
  throw new commander.CommanderError(0, 'commander.version', '');
}

function errorLine(name: string, message: string): string {
  return `${name}: ${message.replaceAll(/\s*\n\s*/g, ' ').trim()}\n`;
}
