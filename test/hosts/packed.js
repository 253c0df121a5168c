// Installs the packed package into fresh projects, as a user would, and runs it there in every host.
// Exit code 0: every host reports the leak at its place. 1: one does not, and the output says which.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'conntrack-hosts-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const LEAK = `import https from 'node:https';

export class Controller {
  async reconcile(resource) {
    const agent = new https.Agent({ keepAlive: true });
    https.get(resource.url, { agent });
  }
}
`;
/** Where each file has its leak: a JavaScript file, and the controller of the operator in fixtures. */
const LEAKS = {
  'leak.js': { ruleId: 'conntrack/no-client-leak', line: 5, column: 19 },
  'controller.ts': { ruleId: 'conntrack/no-client-leak', line: 20, column: 19 },
};

const ESLINT_CONFIG = `import conntrack from 'eslint-plugin-conntrack';
import * as parser from '@typescript-eslint/parser';
export default [{ files: ['**/*.ts'], languageOptions: { parser } }, conntrack.configs.recommended];
`;
const OXLINT_CONFIG = {
  jsPlugins: ['eslint-plugin-conntrack'],
  categories: { correctness: 'off' },
  rules: { 'conntrack/no-client-leak': 'error' },
};

let failures = 0;
const [{ filename }] = JSON.parse(run(root, 'npm', ['pack', '--json', '--pack-destination', work]));
const tarball = join(work, filename);

for (const version of ['9.0.0', '9', '10.0.0', '10']) {
  const project = newProject(`eslint-${version}`, [
    `eslint@${version}`,
    '@typescript-eslint/parser@8',
    'typescript@6.0',
  ]);
  writeFileSync(join(project, 'eslint.config.js'), ESLINT_CONFIG);
  const output = spawnSync('npx', ['eslint', '--format', 'json', '.'], { cwd: project, encoding: 'utf8' });
  const results = output.stdout.startsWith('[') ? JSON.parse(output.stdout) : [];
  for (const [name, parser] of [
    ['leak.js', 'espree'],
    ['controller.ts', '@typescript-eslint/parser'],
  ]) {
    const messages = results.find(({ filePath }) => filePath.endsWith(name))?.messages ?? [];
    check(`ESLint ${version} with ${parser}`, name, messages, output.stderr);
  }
}

const project = newProject('oxlint', ['oxlint']);
writeFileSync(join(project, '.oxlintrc.json'), JSON.stringify(OXLINT_CONFIG));
const { stdout, stderr } = spawnSync('npx', ['oxlint', '-f', 'json', '.'], {
  cwd: project,
  encoding: 'utf8',
});
const diagnostics = stdout.startsWith('{') ? JSON.parse(stdout).diagnostics : [];
for (const name of Object.keys(LEAKS)) {
  const messages = diagnostics
    .filter((one) => one.filename === name)
    .map(({ code, labels: [{ span }] }) => ({ ...span, ruleId: code.replace('(', '/').replace(')', '') }));
  check(`oxlint, ${name}`, name, messages, stderr);
}

const scan = JSON.parse(
  spawnSync('npx', ['conntrack-scan', '--format', 'json'], { cwd: project, encoding: 'utf8' }).stdout,
);
for (const name of Object.keys(LEAKS)) {
  const findings = scan.findings.filter(({ path }) => path === name);
  check(
    `conntrack-scan, ${name}`,
    name,
    findings.map((one) => ({ ...one, ruleId: `conntrack/${one.ruleId}` })),
    '',
  );
}
for (const command of ['conntrack-scan', 'conntrack-check']) {
  const version = run(project, 'npx', [command, '--version']).trim();
  report(`${command} --version`, /^\d+\.\d+\.\d+/.test(version), version);
}

console.log(failures === 0 ? 'Every host reports the leak.' : `${failures} of the checks above failed.`);
process.exitCode = failures === 0 ? 0 : 1;

function newProject(name, packages) {
  const directory = join(work, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  writeFileSync(join(directory, 'leak.js'), LEAK);
  copyFileSync(join(root, 'fixtures/projects/operator/src/controller.ts'), join(directory, 'controller.ts'));
  run(directory, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...packages]);
  return directory;
}

function run(cwd, command, args) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function check(host, name, messages, errors) {
  const isFound =
    messages.length === 1 && Object.entries(LEAKS[name]).every(([key, value]) => messages[0][key] === value);
  report(host, isFound, `${JSON.stringify(messages)} ${errors}`);
}

function report(what, isRight, details) {
  if (!isRight) failures++;
  console.log(`${isRight ? 'ok  ' : 'FAIL'}  ${what}${isRight ? '' : `: ${details}`}`);
}
