import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import plugin from '../../src/eslint/plugin.ts';
import { withTypeScriptParser } from '../rules/hosts.ts';

interface Block {
  readonly language: string;
  readonly code: string;
  readonly line: number;
}

const page = (id: string): string =>
  readFileSync(join(import.meta.dirname, `../../docs/rules/${id}.md`), 'utf8');

/** The code blocks under a heading, up to the next one of the same level. */
function blocksUnder(text: string, heading: string): Block[] {
  const start = text.indexOf(`\n## ${heading}\n`);
  if (start < 0) return [];
  const end = text.indexOf('\n## ', start + 1);
  const section = text.slice(start, end < 0 ? undefined : end);
  return Array.from(
    section.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm),
    ({ 1: language = '', 2: code = '', index }) => ({
      language,
      code,
      line: text.slice(0, start + index).split('\n').length,
    }),
  );
}

function reportedIn({ language, code }: Block): string[] {
  return withTypeScriptParser(`example.${language}`, code).map(({ ruleId }) => ruleId);
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('the page of %s', (id, rule) => {
  const incorrect = blocksUnder(page(id), 'Incorrect');
  const correct = blocksUnder(page(id), 'Correct');

  test('begins with the rule’s name and description', () => {
    expect(page(id).split('\n').slice(0, 4).join('\n')).toContain(id);
    expect(page(id)).toContain(rule.description);
  });

  test('is what hosts link to', () => {
    expect(plugin.rules[id]?.meta?.docs?.url).toMatch(new RegExp(`/blob/main/docs/rules/${id}\\.md$`));
  });

  test('has examples of both kinds', () => {
    expect(incorrect).not.toHaveLength(0);
    expect(correct).not.toHaveLength(0);
  });

  test.each(incorrect.map((block) => [block.line, block] as const))(
    'line %i is reported by this rule',
    (_, block) => {
      expect(reportedIn(block)).toContain(id);
    },
  );

  test.each(correct.map((block) => [block.line, block] as const))(
    'line %i is reported by no rule',
    (_, block) => {
      expect(reportedIn(block)).toEqual([]);
    },
  );
});
