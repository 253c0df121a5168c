import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover } from '../../src/scanner/discover.ts';
import { scan, type ScanResult } from '../../src/scanner/project.ts';

const projects = join(import.meta.dirname, '../../fixtures/projects');
const names = readdirSync(projects).filter((name) => existsSync(join(projects, name, 'expected.json')));

function scanProject(name: string): ScanResult {
  const root = join(projects, name);
  const { files, manifests } = discover(root);
  return scan({ files, manifests, relative: (path) => relative(root, path) });
}

describe('a project gets the findings that it says it has', () => {
  test('there are projects', () => {
    expect(names).toContain('operator');
    expect(names).toContain('operator-repaired');
  });

  test.each(names)('%s', (name) => {
    const expected: unknown = JSON.parse(readFileSync(join(projects, name, 'expected.json'), 'utf8'));
    const found = scanProject(name).findings.map(({ ruleId, place }) => ({
      ruleId,
      path: relative(join(projects, name), place.path),
      line: place.line,
    }));
    expect(found).toEqual(expected);
  });
});

test('the trace of a finding leads from the hot root, through other files, to the creation', () => {
  const metering = scanProject('operator').findings.find(({ place }) => place.path.endsWith('/metering.ts'));
  const steps = metering?.hot?.trace.map(
    ({ path, label }) => `${label} ${relative(join(projects, 'operator'), path)}`,
  );
  expect(steps).toEqual([
    'reconcile() src/controller.ts',
    'fetchUsage() src/controller.ts',
    'getJson() src/metering.ts',
  ]);
});

test('types are asked about a method of an injected instance, and only there', () => {
  expect(scanProject('operator').stats.typeQueries).toBeGreaterThan(0);
  expect(scanProject('two-files').stats.typeQueries).toBe(0);
});
