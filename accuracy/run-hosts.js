import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import plugin from '../dist/src/eslint/plugin.js';

const run = promisify(execFile);
const scan = fileURLToPath(new URL('../dist/src/cli/scan.js', import.meta.url));

const VERDICTS = {
  'conntrack/no-client-leak': 'leak',
  'conntrack/prefer-shared-client': 'churn',
  'conntrack/require-connection-limits': 'unbounded',
};

/** What conntrack-scan reports on each checkout. */
export async function scanFindings(directory, checkouts) {
  const found = [];
  for (const checkout of checkouts) {
    const options = { maxBuffer: 1 << 28 };
    const { stdout } = await run(
      process.execPath,
      [scan, join(directory, checkout), '--format', 'json', '--fail-on', 'never'],
      options,
    );
    for (const { path, line, verdict, creation, message, related } of JSON.parse(stdout).findings) {
      found.push({
        checkout,
        path,
        line,
        label: verdict,
        message,
        file: `${checkout}/${path}`,
        creation: `${checkout}/${creation.path}:${String(creation.line)}`,
        related: related.map((one) => `${checkout}/${one.path}:${String(one.line)}`),
      });
    }
  }
  return found;
}

/** What ESLint reports on the labelled files, one at a time. */
export async function lintFindings(directory, rows) {
  const files = [...new Set(rows.map(({ checkout, path }) => `${checkout}/${path}`))].filter((file) =>
    existsSync(join(directory, file)),
  );
  const eslint = new ESLint({
    cwd: directory,
    overrideConfigFile: true,
    allowInlineConfig: true,
    ignore: false,
    overrideConfig: [
      plugin.configs.recommended,
      {
        files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],
        languageOptions: { parser: tseslint.parser, parserOptions: { ecmaFeatures: { jsx: true } } },
      },
    ],
  });
  const results = await eslint.lintFiles(files);
  return results.flatMap(({ filePath, messages }) => {
    const file = filePath.slice(directory.replace(/\/?$/, '/').length);
    const [checkout = '', ...path] = file.split('/');
    return messages.flatMap(({ ruleId, line, message }) =>
      VERDICTS[ruleId] === undefined
        ? []
        : [
            {
              checkout,
              path: path.join('/'),
              line,
              label: VERDICTS[ruleId],
              message,
              file,
              creation: `${file}:${String(line)}`,
            },
          ],
    );
  });
}
