// Ratios of whole processes against a baseline that runs in turn with them. Prints, never fails: a measurement.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generate.js';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    files: { type: 'string', default: '1000' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(
    'npm run bench -- [--runs N] [--files N]\n\nMedian ratios of N runs, on a generated project of N files.',
  );
  process.exit();
}
const [runs, files] = [values.runs, values.files].map(Number);
if (!(runs >= 1) || !(files >= 50)) {
  console.error('bench: --runs takes a number from 1, --files a number from 50');
  process.exit(2);
}

const project = mkdtempSync(join(tmpdir(), 'conntrack-bench-'));
process.on('exit', () => rmSync(project, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

generate(project, { files, share: 0.03 });
const withoutRules = writeConfig('without-rules.config.mjs', '');
const withPlugin = writeConfig('with-plugin.config.mjs', ', conntrack.configs.recommended');
// What ESLint itself pays as soon as any rule is on.
const idleRule =
  "{ plugins: { idle: { rules: { rule: { create: () => ({}) } } } }, rules: { 'idle/rule': 'warn' } }";
const withIdleRule = writeConfig('with-idle-rule.config.mjs', `, ${idleRule}`);
const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
const baseline = [eslint, '--config', withoutRules, 'src'];
const rows = [
  measure(
    'ESLint with the plugin',
    [eslint, '--config', withPlugin, 'src'],
    'ESLint without rules',
    baseline,
  ),
  measure('ESLint with the plugin', [eslint, '--config', withPlugin, 'src'], 'ESLint with an idle rule', [
    eslint,
    '--config',
    withIdleRule,
    'src',
  ]),
  measure('conntrack-scan', [join(root, 'dist/src/cli/scan.js'), '.'], 'ESLint without rules', baseline),
  measure('conntrack-check', [join(root, 'dist/src/cli/check.js')], 'node -e 0', ['-e', '0']),
];
const [plugin, pluginAlone, scan, check] = rows;
console.log(
  `Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}; medians of ${runs} runs in turn`,
);
console.log(`A generated TypeScript project of ${files} files, of which 3 % create clients\n`);
print([
  ['', 'against', 'figure', 'bar', ''],
  [...names(plugin), `${plugin.ratio.toFixed(3)} ×`, '≤ 1.03 ×', verdict(plugin.ratio <= 1.03)],
  [...names(pluginAlone), `${pluginAlone.ratio.toFixed(3)} ×`, '', ''],
  [...names(scan), `1/${(1 / scan.ratio).toFixed(1)}`, '≤ 1/10', verdict(scan.ratio <= 0.1)],
  [...names(check), `+${check.difference.toFixed(0)} ms`, '≤ +40 ms', verdict(check.difference <= 40)],
]);

function writeConfig(name, presets) {
  const path = join(project, name);
  const from = (file) => JSON.stringify(join(root, file));
  const lines = [
    `import { parser } from ${from('node_modules/typescript-eslint/dist/index.js')};`,
    ...(presets.includes('conntrack') ? [`import conntrack from ${from('dist/src/eslint/plugin.js')};`] : []),
    `export default [{ files: ['**/*.ts'], languageOptions: { parser } }${presets}];`,
  ];
  writeFileSync(path, lines.join('\n'));
  return path;
}

function measure(name, command, against, other) {
  const ratios = [];
  const differences = [];
  for (let run = 0; run <= runs; run++) {
    const [own, reference] = [time(command), time(other)];
    if (run === 0) continue; // Warms the file system's cache.
    ratios.push(own / reference);
    differences.push(own - reference);
  }
  return { name, against, ratio: median(ratios), difference: median(differences) };
}

function time(command) {
  const started = performance.now();
  const { error, stderr, status } = spawnSync(process.execPath, command, {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const elapsed = performance.now() - started;
  if (error || status === 2 || status === null) throw error ?? new Error(`${command.join(' ')}: ${stderr}`);
  return elapsed;
}

function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function names({ name, against }) {
  return [name, against];
}

function verdict(isWithin) {
  return isWithin ? 'ok' : 'over';
}

function print(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}
