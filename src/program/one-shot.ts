const ONE_SHOT =
  /(?:^|\/)(?:bench(?:mark)?s?|bin|cli|e2e[\w-]*|examples?|hack|migrations?|mocks?|samples?|scripts?|seeds?|test[-_]?(?:containers|helpers|kit|utils|ing)|tools?)\//;

const COMMANDS = /(?:^|\/)(?:cmd|commands?)\//;

/** Whether a file is, by the names of its directories, one of what is run from a terminal, as far as nothing else runs it. */
export function isOfCommands(path: string): boolean {
  return COMMANDS.test(path);
}

/** Whether a file is, by the names of its directories, part of a program that runs once and ends. */
export function isOneShot(path: string): boolean {
  return ONE_SHOT.test(path);
}
