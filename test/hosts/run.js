import { execFile } from 'node:child_process';

/** What npm sets for the script that it runs is about this package, not about the projects of the matrix. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(?:package_|lifecycle_|config_local_prefix)/.test(name),
  ),
);

/**
 * Runs a command to its end, with `environment` besides the inherited one. `converse` gets the process that runs, to talk
 * to it. Rejects only if it can't be started.
 */
export function run(command, args, { cwd, environment = {}, converse }) {
  return new Promise((resolve, reject) => {
    const running = execFile(
      command,
      args,
      { cwd, env: { ...inherited, ...environment }, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ status: error?.code ?? 0, stdout, stderr });
      },
    );
    converse?.(running).catch(reject);
  });
}
