import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workflowCommand } from '../src/workflow-command.ts';
import { readWorkflowCommand } from './read-workflow-command.ts';

const said = fc
  .array(
    fc.oneof(
      fc.constantFrom('%', '%25', '%0A', '\r', '\n', ':', '::', ',', '='),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

test('the runner reads back what was written, from one line', () => {
  fc.assert(
    fc.property(said, said, said, (file, title, message) => {
      const line = workflowCommand('error', { file, title }, message);
      expect(line.slice(0, -1)).not.toMatch(/[\r\n]/);
      expect(readWorkflowCommand(line.slice(0, -1))).toEqual({
        command: 'error',
        properties: { file, title },
        message,
      });
    }),
  );
});
