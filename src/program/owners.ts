import type { LinkedClass, LinkedFunction } from './program.ts';

/** The function that a function is written in. */
export function parentOf({ file, fact }: LinkedFunction): LinkedFunction | undefined {
  return fact.parent === undefined ? undefined : file.functions[fact.parent];
}

/** The class that a method is of. */
export function ownerOf({ file, id }: LinkedFunction): LinkedClass | undefined {
  return file.classes.find(({ fact }) => Object.values(fact.methods).includes(id));
}
