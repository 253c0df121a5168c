// Prints docs/hot-roots.md from the catalogue's data: `npm run docs` writes it.
import { families } from '../dist/src/catalogue/catalogue.js';

const OCCASIONS = {
  reconcile: 'reconcile',
  request: 'request',
  watch: 'watch event',
  timer: 'tick of a timer',
  lambda: 'invocation',
  message: 'message or job',
  event: 'event',
};

const INTRODUCTION = `# Hot roots

Code that runs once per request, reconcile, message or tick, for ever: from here heat flows along calls to the clients that are created on the way. Endless loops, \`for await\` over a stream and a \`setTimeout\` that sets itself again are hot without an entry here. Your own roots go into the [settings](configuration.md).

<!-- Made from src/catalogue by \`npm run docs\`. -->
`;

const code = (text) => `\`${text.replaceAll('|', '\\|')}\``;
const list = (items) => [...new Set(items)].map(code).join(', ');
const all = (key) => families.flatMap((family) => family[key] ?? []);
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** `Router().get` and `Router().post` as `Router().get/post`; `()` alone is what the default export returns. */
function calls(entries) {
  const byParent = new Map();
  for (const { path, events } of entries) {
    const at = path.lastIndexOf('.');
    const parent = path.slice(0, at + 1);
    const name = path.slice(at + 1) + (events ? ` '${events.join("' or '")}'` : '');
    byParent.set(parent, [...(byParent.get(parent) ?? []), name]);
  }
  return [...byParent]
    .map(([parent, names]) => (parent + [...new Set(names)].join('/')).replaceAll(/\*+/g, '…'))
    .map((text) => code(text.replace(/^(?=\(\)|$)/, 'default')))
    .join(', ');
}

function grouped(entries, keyOf) {
  const groups = new Map();
  for (const entry of entries) {
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

const moduleName = ({ module }) => (module === 'globalThis' ? 'global' : code(module.replace(/\*/g, '…')));
const byModuleAndKind = ({ module, kind }) => `${module} ${kind}`;

const registrations = grouped(all('hotRoots'), byModuleAndKind).map((group) => [
  moduleName(group[0]),
  calls(group),
  OCCASIONS[group[0].kind],
]);
const decorators = grouped(all('hotDecorators'), byModuleAndKind).map((group) => [
  moduleName(group[0]),
  list(group.map(({ decorator }) => `@${decorator}`)),
  OCCASIONS[group[0].kind],
]);
const methods = all('hotMethods').map((entry) => [
  moduleName(entry),
  code(entry.type),
  list(entry.methods.map((name) => `${name}()`)),
  OCCASIONS[entry.kind],
]);
const types = grouped(all('hotTypes'), ({ module, of, kind }) => `${module} ${of} ${kind}`).map((group) => [
  moduleName(group[0]),
  list(group.map(({ type }) => type)),
  group[0].of === 'function' ? 'the function itself' : 'one of its parameters',
  OCCASIONS[group[0].kind],
]);
const files = all('hotFiles').map((entry) => [
  entry.framework,
  list(entry.files),
  list(entry.exported),
  OCCASIONS[entry.kind],
]);

function convention({ prefix, exported, unlessExported, firstParameter, parameters }) {
  if (prefix !== undefined) return `a function whose name begins with ${code(prefix)}`;
  if (parameters !== undefined)
    return `a function of ${parameters.map((names) => `(${names.map(code).join(' or ')})`).join(', ')}`;
  const first = firstParameter ? `, whose first parameter begins with ${firstParameter.map(code).join(' or ')}` : '';
  const unless = unlessExported ? `, unless ${unlessExported.map(code).join(' or ')} is exported beside it` : '';
  return `the export ${code(exported)}${first}${unless}`;
}

function shape({ methods: names, events, exceptEvents, receivers }) {
  const on = receivers ? `on something whose name ends in ${receivers.map(code).join(', ')}` : 'on anything that can’t be told';
  const what = events
    ? `the event ${events.map(code).join(', ')}`
    : exceptEvents
      ? 'any event but those of coming up and going down'
      : 'a path';
  return `${names.map((name) => code(`.${name}()`)).join(', ')} ${on}, with ${what}`;
}

const conventions = [
  ...all('routeShapes').map((entry) => [shape(entry), OCCASIONS[entry.kind]]),
  ...all('eventShapes').map((entry) => [shape(entry), OCCASIONS[entry.kind]]),
  ...all('namedHotRoots').map((entry) => [convention(entry), OCCASIONS[entry.kind]]),
];

const guesses = all('guessedHotRoots').map((entry) => [convention(entry), OCCASIONS[entry.kind]]);

process.stdout.write(
  [
    INTRODUCTION,
    '## Calls that hand functions over\n',
    '`…` stands for any rest, `()` for what a call returns.\n',
    table(['library', 'call', 'runs once per'], registrations),
    '\n## Decorated methods\n',
    table(['library', 'decorator', 'runs once per'], decorators),
    '\n## Methods of classes that extend or implement a type\n',
    table(['library', 'type', 'method', 'runs once per'], methods),
    '\n## Annotated functions\n',
    table(['library', 'type', 'annotates', 'runs once per'], types),
    '\n## Exports of files in a place\n',
    table(['framework', 'files', 'exports', 'runs once per'], files),
    '\n## Conventions\n',
    'They come last: only what nothing above has told is looked at.\n',
    table(['what', 'runs once per'], conventions),
    '\n## Guesses\n',
    'Only preset [`strict`](configuration.md#preset) reports what they alone make hot, and only where nothing that was read calls the function.\n',
    table(['what', 'runs once per'], guesses),
    '',
  ].join('\n'),
);
