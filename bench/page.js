/** docs/performance.md, from a run of the bench. */
export function page({ machine, runs, versions, tables }) {
  return `# Performance

<!-- Written by \`npm run bench -- --write docs/performance.md\`. -->

Speed is a feature: the scanner runs on every pull request and in editors. It reads every file and searches its text, but
parses only the files that name a client library, and those from which they are reached; types are asked only where they
can change a verdict ([architecture](architecture.md)). A project without a client costs a read and a search.

These figures are ratios of whole processes that ran in turn on one machine, so that they mean something on another. Run
them yourself, on your own code as well:

\`\`\`sh
npm ci
npm run bench
npm run bench -- path/to/project
\`\`\`

The bars are what we set ourselves; a bar that is missed is printed as missed.

${machine}; medians of ${runs} runs in turn. ${Object.entries(versions)
    .map((entry) => entry.join(' '))
    .join(', ')}.

${tables.map(section).join('\n')}
ast-grep looks for five patterns in each file by itself; conntrack-scan follows imports and calls through the whole
project. ESLint parses every file, so it is the floor for any rule that runs in it. oxlint runs the plugin on every file.
`;
}

function section({ title, head, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return `## ${title}\n\n${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
