import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeEach } from 'vitest';
import { SCAN, Workspace } from '../workspace.ts';

export const CLEAN = `import { Agent } from 'node:https';
export const agent = new Agent({ keepAlive: true, maxSockets: 5, timeout: 5000 });
`;

/** A git repository on a machine where npx, and the shell, find this package's build. */
export class CiWorkspace extends Workspace {
  constructor() {
    super();
    beforeEach(() => {
      this.#writeCommand('conntrack-scan', `exec '${process.execPath}' '${SCAN}' "$@"`);
      // What is asked of npx is written down: the one form in which it can't fetch a package of another name.
      this.#writeCommand(
        'npx',
        `[ "$1 $2 $4 $5" = '--yes --package -- conntrack-scan' ] || exit 99
printf '%s\\n' "$3" >>'${this.#log}'
shift 5
exec conntrack-scan "$@"`,
      );
      this.git('init', '--quiet', '--initial-branch', 'main');
    });
  }

  get #log(): string {
    return join(this.home, 'npx.log');
  }

  /** The packages that npx was asked for. */
  get packages(): string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').trimEnd().split('\n') : [];
  }

  protected override environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return super.environment({ PATH: `${this.#bin}${delimiter}${process.env.PATH ?? ''}`, ...env });
  }

  get #bin(): string {
    return join(this.home, 'bin');
  }

  #writeCommand(name: string, script: string): void {
    mkdirSync(this.#bin, { recursive: true });
    writeFileSync(join(this.#bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.#bin, name), 0o755);
  }
}
