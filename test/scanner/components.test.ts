import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyFixes } from '../../src/fix/apply.ts';
import { scriptOf } from '../../src/scanner/components.ts';
import { parse } from '../../src/scanner/parse.ts';
import { LEAKY_HELPER, TemporaryProject } from './temporary-project.ts';

const project = new TemporaryProject();

/** An agent in every call. */
const LEAK = `async function reconcile() { await axios.get('/', { httpsAgent: new Agent({ keepAlive: true }) }) };`;
const IMPORT = "import axios from 'axios'; import { Agent } from 'node:https';";
/** Where its agent is. */
const COLUMN = LEAK.indexOf('new Agent') + 1;

/** What `--fix` makes of a component. */
function fixed(path: string): string | undefined {
  const { findings, text } = project.scan();
  return applyFixes(findings, text).texts.get(project.path(path));
}

describe('a finding in a component has its line and column there', () => {
  test('in Vue, whatever stands before the script', () => {
    project.write({
      'src/App.vue': `<template>\r\n  <p title="€ 𝒳">{{ a < b }}</p>\r\n</template>\r\n\r\n<script setup>\r\n${IMPORT}\r\n${LEAK}\r\n</script>\r\n<style>p { color: red }</style>\r\n`,
    });
    expect(project.found()).toEqual([`src/App.vue:7:${COLUMN}`]);
  });

  test('in Svelte, also where the script starts in the middle of a line', () => {
    project.write({ 'src/App.svelte': `<h1>…</h1><script>${IMPORT} ${LEAK}</script>` });
    expect(project.found()).toEqual([`src/App.svelte:1:${`<h1>…</h1><script>${IMPORT} `.length + COLUMN}`]);
  });

  test('in each of two blocks, which are of one module', () => {
    project.write({
      'src/App.svelte': `<script context="module" lang="ts">\n${IMPORT}\nconst all: Agent[] = []\n</script>\n<script lang="ts">\n(${LEAK.slice(0, -1)})\n</script>\n<p>{all.length}</p>\n`,
      'src/App.vue': `<script>\n${IMPORT}\nexport default { name: 'app' }\n</script>\n<template><i/></template>\n<script setup>\n[1].map(String)\n${LEAK}\n</script>\n`,
    });
    expect(project.found()).toEqual([`src/App.svelte:6:${COLUMN + 1}`, `src/App.vue:8:${COLUMN}`]);
  });
});

describe('the script of a component', () => {
  const texts = [
    ['a comment is none', '<!-- <script>1</script> --><script>2</script>', '2'],
    ['a tag in a string begins none', `<script>'<script>'</script>`, `'<script>'`],
    ['an attribute may hold a `>`', `<script generic="T extends Map<K, V>" setup>a</script>`, 'a'],
    [
      'data and templates are none',
      `<script type="application/ld+json">{}</script><script type="module">m</script>`,
      'm',
    ],
    ['another language is none', '<script lang="coffee">a = -> 1</script>', ''],
    ['one that is not closed reaches to the end', '<p/><script>a', 'a'],
    ['upper case is the same', '<SCRIPT LANG="ts">a</SCRIPT>', 'a'],
    ['a component may have none', '<template><p/></template>', ''],
    ['that of another file is elsewhere', '<script src="./a.ts"></script>', ''],
    ['the name of a tag may only begin so', '<scripted>a</scripted>', ''],
  ] as const;

  test.each(texts)('%s', (_, component, code) => {
    const { text } = scriptOf(component);
    expect(text.trim()).toBe(code);
    expect(text).toHaveLength(component.length);
    expect(text.indexOf(code)).toBe(
      code === '' ? 0 : component.indexOf(code, component.lastIndexOf('>' + code)),
    );
  });

  test('keeps every end of a line', () => {
    expect(scriptOf('<p>\r\n\u2028</p>\r<script>\n</script>').text).toBe(
      '   \r\n\u2028    \r        \n         ',
    );
  });

  test('is read as TypeScript where it says so', () => {
    const typed = 'const a = <string>b;';
    expect(parse('a.vue', `<script lang="ts">${typed}</script>`).ok).toBe(true);
    expect(parse('a.vue', `<script>const a = <p>b</p>;</script>`).ok).toBe(true);
    expect(parse('a.vue', `<template/>\n<script lang="ts">\nconst a = <p>b</p>;</script>`)).toMatchObject({
      ok: false,
      line: 3,
    });
  });

  test('costs no more than its length, however it is broken', () => {
    const broken = '<script '.repeat(50_000) + '<!--'.repeat(50_000) + '<script>'.repeat(50_000);
    expect(scriptOf(broken).text).toHaveLength(broken.length);
  });
});

describe('imports between components and modules are followed', () => {
  test('from a component to TypeScript and back', () => {
    project.write({
      'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
      'src/http.ts': LEAKY_HELPER,
      'src/App.vue': `<script setup lang="ts">\nimport { getJson } from '@/http';\nsetInterval(() => getJson('/'), 1000);\n</script>\n`,
      'src/Http.svelte': `<script module lang="ts">\n${LEAKY_HELPER}</script>\n`,
      'src/main.ts': `import { getJson } from './Http.svelte';\nsetInterval(() => getJson('/'), 1000);\n`,
    });
    expect(project.found()).toEqual(['src/Http.svelte:4:17', 'src/http.ts:3:17']);
  });

  test('to a module with runes, and to a component without its extension', () => {
    project.write({
      'src/http.svelte.ts': LEAKY_HELPER,
      'src/App.svelte': `<script>\nimport { getJson } from './http.svelte';\nsetInterval(() => getJson('/'), 1000);\n</script>\n`,
      'src/Helper.vue': `<script>\n${LEAKY_HELPER.replace(': string', '')}</script>\n`,
      'src/main.js': `import { getJson } from './Helper';\nsetInterval(() => getJson('/'), 1000);\n`,
    });
    expect(project.found()).toEqual(['src/Helper.vue:4:17', 'src/http.svelte.ts:3:17']);
  });

  test('through types: a service that is handed to a component', () => {
    project.write({
      'src/client.ts': `${IMPORT}\nexport class Client {\n  usage() {\n    const agent = new Agent({ keepAlive: true });\n    return fetch('/', { agent });\n  }\n}\n`,
      'src/container.ts': 'export function inject<T>(service: new () => T) {\n  return new service();\n}\n',
      'src/App.vue': `<template><p/></template>\n<script setup lang="ts">\nimport { Client } from './client';\nimport { inject } from './container';\nconst client = inject(Client);\nsetInterval(() => client.usage(), 1000);\n</script>\n`,
    });
    expect(project.found()).toEqual(['src/client.ts:4:19']);
    expect(project.scan().stats.typeQueries).toBeGreaterThan(0);
  });
});

describe('a fix stays inside the script', () => {
  test('with imports in another block', () => {
    const component = `<script>\n${IMPORT}\n</script>\n<template><p/></template>\n<script setup>\n${LEAK}\n</script>\n`;
    project.write({ 'src/App.vue': component });
    expect(fixed('src/App.vue')).toBe(
      component
        .replace('new Agent({ keepAlive: true })', 'sharedAgent')
        .replace(IMPORT, `${IMPORT}\n\nconst sharedAgent = new Agent({ keepAlive: true });`),
    );
  });

  test('after an import that no semicolon ends', () => {
    const component = `<script>\nimport axios from 'axios'\nimport { Agent } from 'node:https'\n</script>\n<script setup>\n${LEAK}\n</script>\n`;
    project.write({ 'src/App.vue': component });
    expect(parse('App.vue', fixed('src/App.vue') ?? '')).toMatchObject({ ok: true });
    expect(fixed('src/App.vue')).toBe(
      component
        .replace('new Agent({ keepAlive: true })', 'sharedAgent')
        .replace('<script setup>', `<script setup>\n\nconst sharedAgent = new Agent({ keepAlive: true });`),
    );
  });

  test('without any import: before its first statement', () => {
    const made = "new (require('node:https').Agent)({ keepAlive: true })";
    const component = `<p>…</p>\n<script>\n  async function reconcile() { await axios.get('/', { httpsAgent: ${made} }); }\n</script>\n`;
    project.write({ 'src/App.svelte': component });
    expect(fixed('src/App.svelte')).toBe(
      component.replace(made, 'sharedAgent').replace('async', `const sharedAgent = ${made};\n\nasync`),
    );
  });
});

test('a comment silences a finding in a component', () => {
  project.write({
    'src/App.vue': `<template/>\n<script setup>\n${IMPORT}\n// eslint-disable-next-line conntrack/no-client-leak\n${LEAK}\n</script>\n`,
  });
  expect(project.found()).toEqual([]);
  expect(readFileSync(project.path('src/App.vue'), 'utf8')).toContain(LEAK);
});
