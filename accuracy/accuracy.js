// Compares what conntrack-scan and the ESLint plugin report with sites that people have labelled by hand.
//   npm run accuracy -- DIR [--labels FILE] [--host scan|eslint|both] [--only NAME] [--differences]
// DIR holds checkouts named <owner>__<repository>@<first seven of the commit>; labels.jsonl has one site a line:
// repo, commit, path, line, label (leak, churn, unbounded, ok), and what is known of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, percentages } from './compare.js';
import { lintFindings, scanFindings } from './run-hosts.js';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    labels: { type: 'string' },
    host: { type: 'string', default: 'both' },
    only: { type: 'string' },
    differences: { type: 'boolean', default: false },
  },
});
const [directory] = positionals;
if (directory === undefined || !existsSync(directory))
  stop('name the directory with the checkouts: npm run accuracy -- DIR');
const labels =
  options.labels ??
  [directory, dirname(resolve(directory))].map((at) => join(at, 'labels.jsonl')).find(existsSync);
if (labels === undefined || !existsSync(labels))
  stop('no labels.jsonl beside the checkouts: name it with --labels FILE');

const checkouts = readdirSync(directory).filter(
  (name) => name.includes('__') && (options.only === undefined || name.includes(options.only)),
);
const rows = readFileSync(labels, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line))
  .map((row) => ({ ...row, checkout: `${row.repo.replace('/', '__')}@${row.commit.slice(0, 7)}` }))
  .filter((row) => checkouts.includes(row.checkout));
console.log(`${String(rows.length)} labelled sites in ${String(checkouts.length)} checkouts`);

const reported = {};
if (options.host !== 'eslint') {
  reported['conntrack-scan'] = await scanFindings(directory, checkouts);
  show('conntrack-scan', reported['conntrack-scan']);
}
if (options.host !== 'scan') {
  reported.ESLint = await lintFindings(directory, rows);
  show('ESLint', reported.ESLint);
}
if (options.host === 'both') {
  // A factory is mended where it is called: ESLint names that line only, the scanner the creation, too.
  const scanned = new Set(
    reported['conntrack-scan'].flatMap(({ file, line, creation, related }) => [
      `${file}:${String(line)}`,
      creation,
      ...related,
    ]),
  );
  const alone = reported.ESLint.filter(({ file, line }) => !scanned.has(`${file}:${String(line)}`));
  console.log(`\nreported by ESLint, but not by conntrack-scan: ${String(alone.length)}`);
  for (const { file, line, label } of alone) console.log(`  ${file}:${String(line)} ${label}`);
}

function show(host, findings) {
  const result = compare(rows, findings);
  console.log(`\n${host}: ${String(findings.length)} findings`);
  for (const [name, text] of percentages(result)) console.log(`  ${name.padEnd(34)} ${text}`);
  if (!options.differences) return;
  for (const { finding, row } of result.wrong)
    console.log(`  WRONG  ${finding.file}:${String(finding.line)} ${finding.label} | ${row.why}`);
  for (const { finding, row } of result.otherVerdict)
    console.log(
      `  OTHER  ${finding.file}:${String(finding.line)} ${finding.label}, labelled ${row.label} | ${row.why}`,
    );
  for (const row of result.missed) console.log(`  MISSED ${row.label} ${row.hot} ${row.id} | ${row.why}`);
}

function stop(message) {
  console.error(`accuracy: ${message}`);
  process.exit(2);
}
