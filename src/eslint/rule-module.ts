import type { Rule as EslintRule } from 'eslint';
import { fixesFor } from '../fix/fixes.ts';
import { rulePage } from '../package.ts';
import type { Finding } from '../verdict/findings.ts';
import type { Rule } from '../verdict/rule.ts';
import { findingsOf, isOfInterest } from './analysis.ts';

/** Shows a rule to ESLint and oxlint: reports its share of the file's findings. */
export function ruleModule(rule: Rule): EslintRule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description: rule.description, url: rulePage(rule.id), recommended: true },
      schema: [],
      hasSuggestions: true,
    },
    create(context) {
      if (!isOfInterest(context)) return {};
      return {
        'Program:exit'() {
          for (const finding of findingsOf(context)) if (finding.ruleId === rule.id) report(context, finding);
        },
      };
    },
  };
}

function report(context: EslintRule.RuleContext, finding: Finding): void {
  const { place, message } = finding;
  const found = fixesFor(finding, context.sourceCode.text);
  const fixes = 'fixes' in found ? found.fixes : [];
  context.report({
    loc: {
      start: { line: place.line, column: place.column - 1 },
      end: { line: place.endLine, column: place.endColumn - 1 },
    },
    message,
    suggest: fixes.map(({ title, edits }) => ({
      desc: title,
      fix: (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
    })),
  });
}
