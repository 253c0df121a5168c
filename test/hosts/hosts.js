import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FAILED_CHECKS, FINDINGS, FINDINGS_ACROSS_FILES } from './findings.js';
import { openFolder } from './language-client.js';
import { languagesOf, root } from './project.js';
import { parsers } from './rows.js';

const of = (findings, languages) => languages.flatMap((language) => findings[language] ?? []);
const line = (path, { line, column }, ruleId) => `${path}:${line}:${column} ${ruleId}`;

/**
 * What runs in a project of the matrix. `expected` are the findings for a row, `found` those that the command
 * reports, each as one line. It throws where the command ends otherwise than with findings.
 */
export const hosts = {
  eslint: {
    name: 'ESLint',
    expected: ({ parser }) => of(FINDINGS, parsers[parser].languages),
    async found(start, project) {
      const results = JSON.parse(await output(start('eslint', ['--format', 'json', 'src']), 1));
      return results.flatMap(({ filePath, messages }) =>
        messages.map((message) =>
          line(
            relative(project, filePath),
            message,
            message.ruleId?.replace('conntrack/', '') ?? message.message,
          ),
        ),
      );
    },
  },
  oxlint: {
    name: 'oxlint',
    expected: (row) => of(FINDINGS, languagesOf(row)),
    async found(start) {
      const { diagnostics } = JSON.parse(await output(start('oxlint', ['--format', 'json', 'src']), 1));
      return diagnostics.map(({ filename, code, labels: [{ span }] }) =>
        line(filename, span, /^conntrack\((.+)\)$/.exec(code)?.[1] ?? code),
      );
    },
  },
  'conntrack-scan': {
    name: 'conntrack-scan',
    expected: (row) => [...of(FINDINGS, languagesOf(row)), ...of(FINDINGS_ACROSS_FILES, languagesOf(row))],
    async found(start) {
      const report = JSON.parse(await output(start('conntrack-scan', ['--format', 'json', '.']), 1));
      const broken = report.diagnostics.map((diagnostic) => JSON.stringify(diagnostic));
      return [...broken, ...report.findings.map((one) => line(one.path, one, one.ruleId))];
    },
  },
  lsp: {
    name: 'conntrack-scan --lsp',
    // It asks no types.
    expected: (row) => of(FINDINGS, languagesOf(row)),
    async found(start, project) {
      const found = [];
      const converse = (server) =>
        openFolder(server, project, ({ uri, diagnostics }) => {
          const path = relative(project, fileURLToPath(uri));
          for (const { code, range } of diagnostics) {
            const { line: row, character } = range.start;
            found.push(line(path, { line: row + 1, column: character + 1 }, code));
          }
        });
      await output(start('conntrack-scan', ['--lsp'], converse), 0);
      return found;
    },
  },
  'conntrack-check': {
    name: 'conntrack-check',
    expected: () =>
      Object.entries(FAILED_CHECKS).flatMap(([node, checks]) => checks.map((id) => `${node}: ${id}`)),
    async found(start) {
      const found = [];
      for (const [node, expected] of Object.entries(FAILED_CHECKS)) {
        const args = ['--replay', join(root, 'fixtures/nodes', node), '--format', 'json'];
        const { checks } = JSON.parse(
          await output(start('conntrack-check', args), expected.length > 0 ? 1 : 0),
        );
        found.push(...checks.filter(({ status }) => status === 'fail').map(({ id }) => `${node}: ${id}`));
      }
      return found;
    },
  },
  types: {
    name: 'tsc',
    expected: () => [],
    async found(start) {
      const { status, stdout, stderr } = await start('tsc', ['--project', 'types']);
      return status === 0 ? [] : `exit code ${status}\n${stdout}${stderr}`.trim().split('\n');
    },
  },
};

async function output(running, expectedStatus) {
  const { status, stdout, stderr } = await running;
  if (status !== expectedStatus)
    throw new Error(`exit code ${status}, not ${expectedStatus}: ${stderr || stdout}`);
  return stdout;
}
