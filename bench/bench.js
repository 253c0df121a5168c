// Ratios of whole processes that run in turn. Prints, never fails: a measurement.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generate.js';
import { page } from './page.js';
import { relink } from './relink.js';
import { installPeers, rivalsIn, versions } from './rivals.js';
import { difference, race, ratio } from './run.js';

const HELP = `npm run bench -- [DIRECTORY] [--runs N] [--files N[,N…]] [--write FILE]

Medians of N runs in turn (default: 3) on generated TypeScript projects of so many files (default: 1000,5000,20000), or
on the sources of a directory. --write also writes the page that docs/performance.md is.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    files: { type: 'string', default: '1000,5000,20000' },
    write: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const runs = Number(values.runs);
const sizes = values.files.split(',').map(Number);
const [given] = positionals;
if (!(runs >= 1)) fail('--runs takes a number from 1');
if (!sizes.every((size) => Number.isInteger(size) && size >= 50))
  fail('--files takes numbers from 50, as in 1000,5000');
if (given !== undefined && !statSync(given, { throwIfNoEntry: false })?.isDirectory())
  fail(`${given} is no directory`);

const place = mkdtempSync(join(tmpdir(), 'conntrack-bench-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

installPeers();
const rivals = rivalsIn(join(place, 'configurations'));
/** Bars of conntrack-scan. */
const MOST = new Map([
  [rivals.astGrep.name, 1],
  [rivals.parser.name, 1 / 20],
]);
const machine = `Node.js ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
const tables = given === undefined ? await generated() : [await compared(resolve(given), given)];
const report = { machine, runs, versions: versions(), tables };
console.log(`${machine}; medians of ${runs} runs in turn`);
console.log(
  `${Object.entries(report.versions)
    .map((entry) => entry.join(' '))
    .join(', ')}`,
);
for (const { title, head, rows } of tables) {
  console.log(`\n${title}\n`);
  print([head, ...rows]);
}
if (values.write !== undefined) writeFileSync(values.write, page(report));

async function generated() {
  const compares = [];
  const scans = [];
  for (const files of sizes) {
    const directory = join(place, `of-${files}`);
    generate(directory, { files, share: 0.03 });
    const title = `${files.toLocaleString('en')} generated files, of which 3 % create clients`;
    compares.push(await compared(directory, title, files));
    scans.push({ files, ...compares.at(-1).scan });
  }
  const start = startTable(await race([rivals.check, rivals.node], { cwd: place, runs: 4 * runs }));
  return [start, ...compares, growthTable(scans)];
}

/** @param {number} [files] How many there are in a generated project; bars are about 5,000. */
async function compared(cwd, title, files = 1000) {
  const { scan, cached, astGrep, parser, idle, plugin, oxlint } = rivals;
  // ESLint takes half a minute for 5,000 files, and says nothing new beyond.
  const field = [
    ...[scan, cached, astGrep],
    ...(files <= 5000 ? [oxlint, parser] : []),
    ...(files <= 1000 ? [idle, plugin] : []),
  ];
  const results = await race(field, { cwd, runs });
  const hasBars = files === 5000;
  const row = (one, other, text, bar, isMet) => [
    one,
    other,
    text,
    bar ?? '',
    bar === undefined ? '' : isMet ? 'met' : 'missed',
  ];
  const against = (one, other, most) => {
    const found = ratio(results.get(one.name), results.get(other.name));
    return row(one.name, other.name, times(found), most && `≤ ${times(most)}`, found <= most);
  };
  const again = relink(cwd);
  return {
    title,
    head: ['', 'against', 'figure', 'bar', ''],
    rows: [
      ...field
        .filter((one) => one === astGrep || one === oxlint || one === parser)
        .map((one) => against(scan, one, hasBars ? MOST.get(one.name) : undefined)),
      against(cached, scan, hasBars ? 0.5 : undefined),
      ...(field.includes(plugin) ? [against(plugin, parser, 1.03), against(plugin, idle)] : []),
      row(
        'a change of a linked file, in --lsp',
        '',
        `${again.toFixed(0)} ms`,
        hasBars ? '≤ 150 ms' : undefined,
        again <= 150,
      ),
    ],
    scan: results.get(scan.name),
  };
}

function times(figure) {
  return figure < 0.4 ? `1/${(1 / figure).toFixed(1)}` : `${figure.toFixed(2)} ×`;
}

function startTable(results) {
  const [check, node] = [...results.values()];
  const more = difference(check, node);
  return {
    title: 'Start',
    head: ['', 'against', 'figure', 'bar', ''],
    rows: [
      ['conntrack-check', 'node -e 0', `+${more.toFixed(0)} ms`, '≤ +40 ms', more <= 40 ? 'met' : 'missed'],
    ],
  };
}

function growthTable(scans) {
  const perFile = ({ milliseconds, files }) => milliseconds / files;
  const [first] = scans;
  return {
    title: 'conntrack-scan by size',
    head: ['files', 'time', 'a file', 'growth', 'memory', 'bars'],
    rows: scans.map((scan) => {
      const isLinear = perFile(scan) <= perFile(first);
      const isSmall = !(scan.megabytes > 500);
      return [
        scan.files.toLocaleString('en'),
        `${(scan.milliseconds / 1000).toFixed(2)} s`,
        `${perFile(scan).toFixed(2)} ms`,
        scan === first ? '' : isLinear ? 'linear or less: met' : 'more than linear: missed',
        Number.isNaN(scan.megabytes) ? 'not measured' : `${scan.megabytes.toFixed(0)} MB`,
        `≤ 500 MB: ${isSmall ? 'met' : 'missed'}`,
      ];
    }),
  };
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

function fail(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}
