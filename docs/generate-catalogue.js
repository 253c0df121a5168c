// Prints docs/catalogue.md from the catalogue's data: `npm run docs` writes it.
import { families } from '../dist/src/catalogue/catalogue.js';

const ABANDONED = {
  'until-server-closes': 'Open until the server closes them',
  'until-idle-timeout': 'Open until the idle time-out',
  'closed-after-request': 'Closed after each request',
};

const INTRODUCTION = `# Clients

What the rules know of client libraries: which own connections, what bounds these, and what becomes of them when nobody uses the client any more. Clients that own connections are followed from where they are made; the others are listed because they are handed agents, or because making them again costs nothing. A value in brackets is the default of the option before it, \`…\` stands for any rest of a name, and your own clients go into the [settings](configuration.md).

<!-- Made from src/catalogue by \`npm run docs\`. -->
`;

const COLUMNS = [
  'library',
  'export',
  'owns connections?',
  'limit',
  'idle time-out',
  'when abandoned',
  'closed by',
  'evidence',
];

function code(text) {
  return `\`${text}\``;
}

/** `create().get` and `create().post` as `create().get/post()`. */
function exportNames(entries) {
  return joined(entries, parentOf, ({ path }) => path.slice(path.lastIndexOf('.') + 1))
    .map(({ item, values }) => {
      const parent = item.path.slice(0, item.path.lastIndexOf('.') + 1);
      const path = (parent + values.join('/')).replaceAll(/\*+/g, '…').replace(/^(?:$|(?=\(\)))/, 'default');
      return code(item.form === 'new' ? `new ${path}` : `${path}()`);
    })
    .join(', ');
}

/** Top-level names stay apart. */
function parentOf({ path, form }) {
  return `${form} ${path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : `${path} alone`}`;
}

function agentName(path) {
  return path === '#0' ? 'its first argument' : code(path);
}

function ownership({ role, agents = [] }) {
  const names = agents.map(agentName).join(', ');
  if (role === 'owner') return agents.length > 0 ? `yes, unless handed in: ${names}` : 'yes';
  if (role === 'process') return 'no; installs what it is handed';
  return agents.length > 0 ? `no; uses ${names}` : 'no';
}

function duration(milliseconds) {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000} min`;
  return `${milliseconds / 1000} s`;
}

function bound(option, show) {
  if (!option) return 'none';
  const names = option.names.map(code).join(', ');
  const value = option.default === undefined ? 'none' : show(option.default);
  if (names === '') return value;
  return `${names} (${value})`;
}

function limit({ limit: option }) {
  const kept = option?.idle === undefined ? '' : `; keeps ${option.idle} idle`;
  return bound(option, String) + kept;
}

function abandoned({ abandoned: what, options }) {
  const fate = ABANDONED[what];
  if (options?.keepAlive?.default !== false) return fate;
  return `${ABANDONED['closed-after-request']}; with ${code(options.keepAlive.name)} ${fate.toLowerCase()}`;
}

function closedBy({ closers = [], disposable }) {
  const ways = [...closers.map((name) => code(`${name}()`)), ...(disposable ? ['`using`'] : [])];
  return ways.length > 0 ? ways.join(', ') : 'nothing of its own';
}

/** All cells but the first two. */
function facts(entry) {
  const isOwner = entry.role === 'owner';
  const { options = {}, note, evidence } = entry;
  const fate = [...(isOwner ? [abandoned(entry)] : []), ...(note === undefined ? [] : [note])];
  return [
    ownership(entry),
    isOwner ? limit(options) : '',
    isOwner ? bound(options.idleTimeout, duration) : '',
    fate.join('. ').replace(/\.$/, ''),
    isOwner ? closedBy(entry) : '',
    evidence ?? 'by source',
  ];
}

/** Joins what belongs to the same key, in the order of appearance. */
function joined(items, keyOf, valueOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? { item, values: [] };
    groups.set(key, { ...group, values: [...group.values, valueOf(item)] });
  }
  return [...groups.values()];
}

function libraryName({ module, versions }) {
  const name = module === 'globalThis' ? 'global' : code(module.replace(/\*$/, '…'));
  return versions === undefined ? name : `${name} ${versions}`;
}

/** One row for the exports of a library that are alike, and one for libraries whose rows are alike. */
function rows(clients) {
  const byLibrary = joined(
    clients,
    (entry) => JSON.stringify([libraryName(entry), facts(entry)]),
    (entry) => entry,
  ).map(({ item, values }) => ({ library: libraryName(item), cells: [exportNames(values), ...facts(item)] }));
  return joined(
    byLibrary,
    ({ cells }) => JSON.stringify(cells),
    ({ library }) => library,
  ).map(({ item, values }) => [values.join(', '), ...item.cells]);
}

function line(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function anchor(title) {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

const documented = families.filter(({ clients }) => clients !== undefined);
const contents = documented.map(({ title }) => `- [${title}](#${anchor(title)})`).join('\n');
const sections = documented.map(({ title, clients }) =>
  [`## ${title}`, '', line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows(clients).map(line), ''].join(
    '\n',
  ),
);
process.stdout.write([INTRODUCTION, `${contents}\n`, ...sections].join('\n'));
