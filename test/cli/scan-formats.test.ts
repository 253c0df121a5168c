import { pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import { beforeEach, describe, expect, test } from 'vitest';
import { LEAK, Workspace, type Run } from '../workspace.ts';

const workspace = new Workspace();
const PATH = 'packages/operator/src/reconcile it.ts';

beforeEach(() => {
  workspace.write({ [PATH]: LEAK });
});

/** Scans a package of the repository. */
function scan(format: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Run {
  return workspace.scan(['packages/operator', '--format', format, ...args], { env });
}

/** The paths that a report of each format names. */
const pathsIn: Readonly<Record<string, (output: string) => unknown>> = {
  json: (output) => (JSON.parse(output) as { findings: { path: string }[] }).findings[0]?.path,
  sarif: (output) => {
    const { artifactLocation } =
      (JSON.parse(output) as Log).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation ?? {};
    return decodeURIComponent(artifactLocation?.uri ?? '');
  },
  github: (output) => /file=([^,]*)/.exec(output)?.[1],
  gitlab: (output) => (JSON.parse(output) as { location: { path: string } }[])[0]?.location.path,
  junit: (output) => /file="([^"]*)"/.exec(output)?.[1],
};
const hosted = Object.keys(pathsIn).filter((format) => format !== 'json');

describe('paths are those that the reader of the format looks up', () => {
  test('of the scanned directory in JSON', () => {
    expect(pathsIn.json?.(scan('json').stdout)).toBe('src/reconcile it.ts');
  });

  test.each(hosted)('of the repository in %s', (format) => {
    workspace.write({ '.git/HEAD': 'ref: refs/heads/main\n' });
    expect(pathsIn[format]?.(scan(format).stdout)).toBe(PATH);
  });

  test.each(['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'])('of %s, where files were fetched without git', (name) => {
    const { stdout } = scan('gitlab', [], { [name]: workspace.root });
    expect(pathsIn.gitlab?.(stdout)).toBe(PATH);
  });

  test.each(['elsewhere', 'pack', 'packages/operator/src'])(
    'of the scanned directory, where it is not in the work directory: %s',
    (directory) => {
      const { stdout } = scan('gitlab', [], { GITHUB_WORKSPACE: workspace.path(directory) });
      expect(pathsIn.gitlab?.(stdout)).toBe('src/reconcile it.ts');
    },
  );

  test('and SARIF tells where the repository is', () => {
    workspace.write({ '.git': 'gitdir: elsewhere\n' });
    const [run] = (JSON.parse(scan('sarif').stdout) as Log).runs;
    expect(run?.originalUriBaseIds?.SRCROOT?.uri).toBe(`${pathToFileURL(workspace.root).href}/`);
  });
});

test('SARIF has the page of each rule as its help, and no link of it is lost', () => {
  const { rules = [] } = (JSON.parse(scan('sarif').stdout) as Log).runs[0]?.tool.driver ?? {};
  expect(rules.length).toBeGreaterThan(0);
  for (const { help } of rules) {
    expect(help?.markdown).toMatch(/^## Incorrect$/m);
    const links = Array.from(help?.markdown?.matchAll(/\]\(([^)]*)/g) ?? [], ([, link]) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !link?.startsWith('https://'))).toEqual([]);
  }
});

test.each(['text', ...Object.keys(pathsIn)])(
  '--output takes %s to a file, and the exit code stays',
  (format) => {
    const file = workspace.path('report');
    const shown = scan(format);
    const written = scan(format, ['--output', file]);
    const timeless = (output: string): string =>
      output.replaceAll(/(?<=in |time="|illiseconds": )[\d.]+/g, '0');
    expect({ ...written, stdout: timeless(workspace.read('report')) }).toEqual({
      ...shown,
      code: 1,
      stdout: timeless(shown.stdout),
    });
  },
);

test('--fail-on decides which cases of a JUnit report fail', () => {
  expect(scan('junit').stdout).toContain('failures="1"');
  expect(scan('junit', ['--fail-on', 'never'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('failures="0"') as string,
  });
});
