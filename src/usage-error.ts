/** A mistake that the user can mend. Its message is the one line shown: what is wrong, and how to mend it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
