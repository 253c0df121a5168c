// The fences of docs/architecture.md. Each says why it stands.
const analysis =
  '^(?:rules|src/(?:catalogue|configuration|source|facts|program|verdict|fix|report|eslint|scanner))/';
const nodeModules = (names) => `(?:^|/)node_modules/(?:${names})(?:/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Data flows one way; in a cycle nobody can tell which.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-published-needs-tests-or-dev-dependencies',
      comment: 'Who installs the package has neither. Types are gone when it runs.',
      severity: 'error',
      from: { path: '^(?:rules|src)/' },
      to: { path: '^(?:test|bench|demo|fixtures)/' },
    },
    {
      name: 'dev-dependencies-as-types-only',
      comment: 'A development dependency is not there at run time.',
      severity: 'error',
      from: { path: '^(?:rules|src)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'What can not be resolved here can not be resolved by users either.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'catalogue-is-data',
      comment: 'A library is added by adding data, without reading any code but the entry type.',
      severity: 'error',
      from: { path: '^src/catalogue/' },
      to: { pathNot: '^src/catalogue/' },
    },
    {
      name: 'facts-are-pure',
      comment:
        'Every host must get the same facts: no file system, no host, no catalogue; trees and positions only.',
      severity: 'error',
      from: { path: '^src/(?:facts|source)/' },
      to: { pathNot: ['^src/(?:facts|source)/', nodeModules('@typescript-eslint/(?:types|scope-manager)')] },
    },
    {
      name: 'no-tree-after-facts',
      comment:
        'Facts are plain data, so that they can be linked across files, kept, and judged without a parser.',
      severity: 'error',
      from: { path: '^(?:rules|src/(?:program|verdict|fix|report))/' },
      to: {
        path: [
          '^src/facts/(?!facts\\.ts$)',
          '^src/source/source-unit\\.ts$',
          nodeModules('@typescript-eslint/.*|eslint|oxc-parser'),
        ],
      },
    },
    {
      name: 'rules-see-verdicts-only',
      comment: 'A rule that reached for more would give another answer in another host.',
      severity: 'error',
      from: { path: '^rules/' },
      to: { pathNot: ['^rules/', '^src/verdict/'] },
    },
    {
      name: 'later-stages-stay-later',
      comment: 'The pipeline runs one way: program knows no verdicts, verdicts no fixes or reports.',
      severity: 'error',
      from: { path: '^src/(?:catalogue|source|facts|program)/' },
      to: { path: '^(?:rules|src/(?:verdict|fix|report|eslint|scanner|cli))/' },
    },
    {
      name: 'only-the-plugin-sees-eslint',
      comment: 'The scanner and oxlint run without ESLint; it is an optional peer.',
      severity: 'error',
      from: { path: '^(?:rules|src)/', pathNot: '^src/eslint/' },
      to: { path: nodeModules('eslint') },
    },
    {
      name: 'the-plugin-loads-no-scanner',
      comment: 'An editor must not load a parser, a type checker or a command line to lint a file.',
      severity: 'error',
      from: { path: '^src/eslint/' },
      to: {
        path: [
          '^src/(?:scanner|cli|report|contracts|conntrack|language-server)/',
          nodeModules('ts-morph|oxc-parser|oxc-resolver|commander|typescript|vscode-.*'),
        ],
        reachable: true,
      },
    },
    {
      name: 'only-the-scanner-sees-parsers-and-types',
      comment: 'They are heavy, and their trees and types must not leak into the analysis.',
      severity: 'error',
      from: { path: '^(?:rules|src)/', pathNot: '^src/scanner/' },
      to: {
        path: nodeModules('ts-morph|oxc-parser|oxc-resolver|get-tsconfig|ignore|typescript'),
      },
    },
    {
      name: 'only-the-language-server-speaks-its-protocol',
      comment: 'Only --lsp needs it; findings know nothing of editors.',
      severity: 'error',
      from: { path: '^(?:rules|src)/', pathNot: '^src/language-server/' },
      to: { path: nodeModules('vscode-.*') },
    },
    {
      name: 'only-readers-touch-files',
      comment:
        'What is judged is first gathered, so that a capture is judged as the live thing was. Taking one writes files.',
      severity: 'error',
      from: {
        path: '^(?:rules|src)/',
        pathNot: '^src/(?:scanner|cli|conntrack/(?:readers|capture))/|^src/gate/(?:git|earlier-tree)\\.ts$',
      },
      to: { path: '^(?:node:)?(?:fs|fs/promises|child_process|http|https)$' },
    },
    {
      name: 'no-sockets',
      comment: 'Nothing here opens a socket. Of `net`, what writes and compares addresses is pure.',
      severity: 'error',
      from: { path: '^(?:rules|src)/', pathNot: '^src/conntrack/pods/parse-addresses\\.ts$' },
      to: { path: '^(?:node:)?(?:net|tls|dgram)$' },
    },
    {
      name: 'two-halves',
      comment:
        'The check runs on nodes at night and must load nothing of the analysis; and the other way round.',
      severity: 'error',
      from: { path: '^src/conntrack/|^src/cli/check\\.ts$' },
      to: { path: analysis, reachable: true },
    },
    {
      name: 'two-halves-the-other-way',
      comment: 'Linting must load nothing of the check.',
      severity: 'error',
      from: { path: `${analysis}|^src/cli/scan\\.ts$` },
      to: { path: '^src/conntrack/', reachable: true },
    },
    {
      name: 'nobody-imports-the-commands',
      comment: 'They hold arguments and exit codes, nothing else.',
      severity: 'error',
      from: { pathNot: '^(?:src|test)/cli/' },
      to: { path: '^src/cli/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
