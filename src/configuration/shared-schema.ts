import * as v from 'valibot';

export const moduleName = v.pipe(
  v.string(),
  v.minLength(1),
  v.description('The name that it is imported by; a trailing * stands for any rest.'),
  v.examples(['@acme/db', '@acme/client-*']),
);

export const accessPath = v.pipe(
  v.string(),
  v.description(
    'How it is reached from the module: an exported name, then property names; `()` stands for what a call returns; empty for the default export.',
  ),
  v.examples(['Database.connect', 'createFactory().client']),
);

const whole = v.integer<number, string>('a whole number');
export const index = v.pipe(v.number(), whole, v.minValue(0));
export const count = v.pipe(v.number(), whole, v.minValue(1));
