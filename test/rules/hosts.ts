import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { Linter } from 'eslint';
import { Linter as Linter9 } from 'eslint9';
import tseslint from 'typescript-eslint';
import plugin from '../../src/eslint/plugin.ts';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { scan } from '../../src/scanner/project.ts';
import type { Preset } from '../../src/verdict/preset.ts';

/** A finding as every host can tell it: positions count from 1, columns in UTF-16 code units. */
export interface HostFinding {
  readonly ruleId: string;
  readonly line: number;
  readonly column: number;
}

const bare = (ruleId: string | null | undefined): string =>
  ruleId?.replace(/^conntrack[/(]/, '').replace(/\)$/, '') ?? 'fatal';

function sorted(findings: readonly HostFinding[]): HostFinding[] {
  return findings.toSorted(
    (one, other) =>
      one.line - other.line || one.column - other.column || (one.ruleId < other.ruleId ? -1 : 1),
  );
}

function lint(
  linter: Linter,
  path: string,
  text: string,
  parser: Linter.Parser | undefined,
  preset: Preset = 'recommended',
): HostFinding[] {
  const languageOptions = {
    ...(parser && { parser }),
    ...(extname(path) === '.cjs' && { sourceType: 'commonjs' as const }),
  };
  const everything: Linter.Config = { files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'], languageOptions };
  const messages = linter.verify(text, [everything, plugin.configs[preset]], { filename: path });
  return sorted(
    messages.map(({ ruleId, line, column, message }) => ({
      ruleId: ruleId === null ? message : bare(ruleId),
      line,
      column,
    })),
  );
}

export const withEspree = (path: string, text: string, preset?: Preset): HostFinding[] =>
  lint(new Linter(), path, text, undefined, preset);
export const withTypeScriptParser = (path: string, text: string, preset?: Preset): HostFinding[] =>
  lint(new Linter(), path, text, tseslint.parser, preset);
export const withEslint9 = (path: string, text: string, preset?: Preset): HostFinding[] =>
  lint(new Linter9() as unknown as Linter, path, text, tseslint.parser, preset);

export function withScanner(path: string, preset: Preset = 'recommended'): HostFinding[] {
  const { findings, diagnostics } = scan({
    files: [path],
    manifests: [],
    relative: (file) => relative(process.cwd(), file),
    configuration: parseConfiguration({ preset }, 'test'),
  });
  const broken = diagnostics.map(({ line, message }) => ({ ruleId: message, line, column: 1 }));
  return sorted([
    ...broken,
    ...findings.map(({ ruleId, place: { line, column } }) => ({ ruleId, line, column })),
  ]);
}

interface OxlintOutput {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly filename: string;
    readonly message: string;
    readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
  }[];
}

/** Runs the built plugin in oxlint over a directory, once for all its files; by path below the directory. */
export function withOxlint(directory: string, preset: Preset = 'recommended'): Map<string, HostFinding[]> {
  const work = mkdtempSync(join(tmpdir(), 'conntrack-oxlint-'));
  try {
    const configuration = join(work, 'oxlintrc.json');
    const entry = join(import.meta.dirname, '../../dist/src/eslint/plugin.js');
    const rules = Object.fromEntries(Object.keys(plugin.rules).map((id) => [`conntrack/${id}`, 'warn']));
    writeFileSync(
      configuration,
      JSON.stringify({
        jsPlugins: [entry],
        categories: { correctness: 'off' },
        settings: { conntrack: { preset } },
        rules,
      }),
    );
    const oxlint = join(import.meta.dirname, '../../node_modules/oxlint/bin/oxlint');
    const output = execFileSync(process.execPath, [oxlint, '-c', configuration, '-f', 'json', '.'], {
      cwd: directory,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    return byFile(JSON.parse(output) as OxlintOutput);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function byFile({ diagnostics }: OxlintOutput): Map<string, HostFinding[]> {
  const found = new Map<string, HostFinding[]>();
  for (const { code, filename, message, labels } of diagnostics) {
    const ruleId = code.startsWith('conntrack') ? bare(code) : message;
    for (const { span } of labels.slice(0, 1)) {
      found.set(
        filename,
        sorted([...(found.get(filename) ?? []), { ruleId, line: span.line, column: span.column }]),
      );
    }
  }
  return found;
}
