// Installs the packed package into a fresh project a row, as a user would, and runs it in every host there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import picocolors from 'picocolors';
import { hosts } from './hosts.js';
import { install, Toolbox, Unavailable } from './package-managers.js';
import { layProject, root } from './project.js';
import { nameOf, rows } from './rows.js';
import { run } from './run.js';

const HELP = `Usage: npm run test:hosts -- [--only TEXT]

Packs the package, installs it into a fresh project for each row of test/hosts/rows.js, and compares what every
host reports there with what it must report (test/hosts/findings.js).

  --only TEXT  only rows whose name contains TEXT, such as 'pnpm' or 'ESLint 9.0.0'
  --help       this text

A row that the registry can't serve is skipped, and says why. Exit code 0: every row is right. 1: one is not, or,
with CI set, one was skipped. 2: it could not run.
`;

const ROWS_AT_A_TIME = 2;
const colours = picocolors.createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);
const MARKS = { passed: colours.green('✓'), failed: colours.red('✗'), skipped: colours.yellow('-') };

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}

async function main() {
  const { values } = parseArgs({
    options: { only: { type: 'string', default: '' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const wanted = rows.filter((row) => nameOf(row).toLowerCase().includes(values.only.toLowerCase()));
  if (wanted.length === 0)
    throw new Error(`No row's name contains '${values.only}'. See test/hosts/rows.js.`);

  const work = await mkdtemp(join(tmpdir(), 'conntrack-hosts-'));
  try {
    return await runMatrix(wanted, work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function runMatrix(wanted, work) {
  console.log(`Node.js ${process.version} where a row names no other.`);
  const start = Date.now();
  const tarball = await pack(work);
  const toolbox = new Toolbox(work);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const queue = wanted.entries();
  const worker = async () => {
    for (const [index, row] of queue) {
      const { outcome, details } = await runRow(join(work, `row-${index}`), row, tarball, toolbox);
      counts[outcome]++;
      console.log(`${MARKS[outcome]} ${nameOf(row)}   ${details}`);
    }
  };
  await Promise.all(Array.from({ length: ROWS_AT_A_TIME }, worker));
  console.log(`${Math.round((Date.now() - start) / 1000)} s`);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 || (process.env.CI && counts.skipped > 0) ? 1 : 0;
}

async function pack(directory) {
  const { status, stdout, stderr } = await run('npm', ['pack', '--json', '--pack-destination', directory], {
    cwd: root,
  });
  if (status !== 0) throw new Error(stderr);
  return join(directory, JSON.parse(stdout)[0].filename);
}

async function runRow(project, row, tarball, toolbox) {
  try {
    await layProject(project, row, tarball);
    const start = await install(project, row, toolbox);
    const results = [];
    for (const id of row.hosts) results.push(await judge(hosts[id], row, start, project));
    const wrong = results.flatMap(({ problems }) => problems);
    if (wrong.length > 0) return { outcome: 'failed', details: indented(wrong.join('\n')) };
    const counts = results.map(({ name, count }) => `${name} ${count}`).join(', ');
    return { outcome: 'passed', details: `findings as expected: ${counts}` };
  } catch (error) {
    if (error instanceof Unavailable) return { outcome: 'skipped', details: error.message };
    return { outcome: 'failed', details: indented(error.message) };
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

/** Under the line that names the row. */
function indented(text) {
  return `\n${text.replaceAll(/^/gm, '    ')}`;
}

async function judge({ name, expected, found }, row, start, project) {
  const wanted = expected(row);
  try {
    const reported = await found(start, project);
    const missing = without(wanted, reported).map((one) => `${name} misses ${one}`);
    const surplus = without(reported, wanted).map((one) => `${name} also reports ${one}`);
    return { name, count: wanted.length, problems: [...missing, ...surplus] };
  } catch (error) {
    return { name, count: 0, problems: [`${name}: ${error.message}`] };
  }
}

/** What `lines` has more often than `others`. */
function without(lines, others) {
  const rest = [...others];
  return lines.filter((one) => {
    const index = rest.indexOf(one);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}
