import type { Rule as EslintRule } from 'eslint';
import { addOptions } from '../fix/add-options.ts';
import type { Finding } from '../verdict/findings.ts';
import type { Rule } from '../verdict/rule.ts';
import { findingsOf, isOfInterest } from './analysis.ts';

const DOCS = 'https://github.com/eslint-plugin-conntrack/eslint-plugin-conntrack/blob/main/docs/rules';

/** Shows a rule to ESLint and oxlint: reports its share of the file's findings. */
export function ruleModule(rule: Rule): EslintRule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description: rule.description, url: `${DOCS}/${rule.id}.md`, recommended: true },
      schema: [],
      ...(rule.fixTitle !== undefined && { hasSuggestions: true }),
    },
    create(context) {
      if (!isOfInterest(context)) return {};
      return {
        'Program:exit'() {
          for (const finding of findingsOf(context))
            if (finding.ruleId === rule.id) report(context, rule, finding);
        },
      };
    },
  };
}

function report(context: EslintRule.RuleContext, rule: Rule, finding: Finding): void {
  const { place, message } = finding;
  const edits = rule.fixTitle === undefined ? [] : addOptions(finding);
  context.report({
    loc: {
      start: { line: place.line, column: place.column - 1 },
      end: { line: place.endLine, column: place.endColumn - 1 },
    },
    message,
    ...(rule.fixTitle !== undefined &&
      edits.length > 0 && {
        suggest: [
          {
            desc: rule.fixTitle,
            fix: (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
          },
        ],
      }),
  });
}
