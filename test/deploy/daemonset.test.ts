import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { deployed } from './tools.ts';

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly securityContext: unknown;
  readonly volumeMounts: readonly { readonly mountPath: string; readonly readOnly?: boolean }[];
}

interface PodSpec {
  readonly hostPID: boolean;
  readonly hostNetwork: boolean;
  readonly automountServiceAccountToken: boolean;
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
}

const { spec } = (
  parse(readFileSync(deployed('daemonset.yaml'), 'utf8')) as {
    spec: { template: { spec: PodSpec } };
  }
).spec.template;

const [check] = spec.containers;
const script = check?.command.at(-1) ?? '';

describe('the manifest', () => {
  test('sees the host’s processes and network, and no API', () => {
    expect(spec).toMatchObject({ hostPID: true, hostNetwork: true, automountServiceAccountToken: false });
  });

  test.each([...spec.initContainers, ...spec.containers])(
    'gives $name no privilege',
    ({ securityContext }) => {
      expect(securityContext).toMatchObject({
        privileged: false,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(securityContext).not.toHaveProperty('capabilities.add');
    },
  );

  test('writes to nothing of the node but the textfile directory', () => {
    expect(check?.volumeMounts.filter(({ readOnly }) => readOnly !== true)).toEqual([
      { name: 'textfiles', mountPath: '/textfiles' },
    ]);
  });

  test('installs the version that it belongs to', () => {
    const { name, version } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
    ) as { name: string; version: string };
    expect(spec.initContainers[0]?.command).toContain(`${name}@${version}`);
  });
});

describe('the script of the manifest', () => {
  const WHOLE = 'conntrack_check_entries 1\nconntrack_check_last_run_timestamp_seconds 2\n';
  let scratch = '';

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'conntrack-textfiles-'));
  });

  afterEach(() => {
    rmSync(scratch, { recursive: true });
  });

  /** One turn of the loop, with a check that prints `output`: the turn's sleep ends the script. */
  async function turn(output: string, exitCode: number): Promise<void> {
    writeStub('conntrack-check', `printf '%s' "$OUTPUT"\nexit ${exitCode}`);
    writeStub('sleep', 'kill "$PPID"');
    const path = [join(scratch, 'bin'), process.env.PATH].join(delimiter);
    const shell = spawn('sh', ['-c', script], {
      env: { ...process.env, PATH: path, TEXTFILES: scratch, OUTPUT: output },
      timeout: 10_000,
      killSignal: 'SIGKILL',
    });
    const signal = await new Promise((resolve) => {
      shell.on('exit', (_, by) => {
        resolve(by);
      });
    });
    expect(signal).toBe('SIGTERM');
  }

  function writeStub(name: string, lines: string): void {
    const bin = join(scratch, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(bin, name), 0o755);
  }

  const textfiles = (): string[] => readdirSync(scratch).filter((name) => name !== 'bin');
  const collected = (): string => readFileSync(join(scratch, 'conntrack-check.prom'), 'utf8');

  test.each([0, 1, 3])('hands on what a run with exit code %i measured', async (exitCode) => {
    await turn(WHOLE, exitCode);
    expect(collected()).toBe(WHOLE);
    expect(textfiles()).toEqual(['conntrack-check.prom']);
  });

  test('lets a directory stay without figures if the first run could not run', async () => {
    await turn('', 2);
    expect(textfiles()).toEqual([]);
  });

  test('keeps the last whole figures where a run broke off', async () => {
    await turn(WHOLE, 0);
    await turn('conntrack_check_entries 3\n', 1);
    expect(collected()).toBe(WHOLE);
    expect(textfiles()).toEqual(['conntrack-check.prom']);
  });
});
