// Shows the main job on the fixtures: the leak in code, its absence when it is mended, and a node's headroom.
// Exit code 0: everything showed what it should. 1: something did not, and says what.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = {
  eslint: 'node_modules/eslint/bin/eslint.js',
  'conntrack-scan': 'dist/src/cli/scan.js',
  'conntrack-check': 'dist/src/cli/check.js',
};
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (colour ? `\u001B[1m${text}\u001B[22m` : text);
const dim = (text) => (colour ? `\u001B[2m${text}\u001B[22m` : text);

const steps = [
  {
    title: 'An operator makes a client in every reconcile. ESLint sees what one file tells.',
    command: ['eslint', '--config', 'demo/eslint.config.js', 'fixtures/projects/operator'],
    exit: [1],
    shows: /no-client-leak/,
  },
  {
    title: 'conntrack-scan follows the calls across files.',
    command: ['conntrack-scan', 'fixtures/projects/operator'],
    exit: [1],
    shows: /metering\.ts[\s\S]*no-client-leak[\s\S]*reconcile\(\)/,
  },
  {
    title: 'The repaired twin is clean, in both.',
    command: ['eslint', '--config', 'demo/eslint.config.js', 'fixtures/projects/operator-repaired'],
    exit: [0],
    quiet: 'ESLint found nothing.',
  },
  {
    command: ['conntrack-scan', 'fixtures/projects/operator-repaired'],
    exit: [0],
    shows: /No connection leaks found/,
  },
  {
    title: 'Before a deploy: has this machine the headroom?',
    command: ['conntrack-check'],
    exit: [0, 1, 3],
    after: {
      3: 'Exit code 3: it could not measure here, as on most machines that are no Kubernetes node. That is never a pass.',
    },
  },
  {
    title: 'The node of the incident, as it was captured.',
    command: ['conntrack-check', '--replay', 'fixtures/nodes/incident'],
    exit: [1],
    shows: /the table is full/,
  },
];

for (const step of steps) {
  if (step.title) console.log(`\n${bold(step.title)}`);
  show(step);
}
console.log(`\n${bold('That is the main job.')} The README says how to use it in your own project.`);

function show({ command, exit, shows, quiet, after }) {
  const [name, ...args] = command;
  console.log(`\n${dim('$')} ${command.join(' ')}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin[name], ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...(colour && { FORCE_COLOR: '1' }) },
  });
  process.stdout.write(stdout.replaceAll(`${root}/`, ''));
  process.stderr.write(stderr);
  if (quiet && stdout.trim() === '') console.log(quiet);
  if (after?.[status]) console.log(`\n${after[status]}`);
  const plain = stdout.replaceAll(/\u001B\[\d+m/g, '');
  if (!exit.includes(status))
    quit(`${command.join(' ')} exited with ${status}, not with ${exit.join(' or ')}`);
  if (shows && !shows.test(plain)) quit(`${command.join(' ')} did not show ${shows}`);
}

function quit(message) {
  console.error(`demo: ${message}`);
  process.exit(1);
}
