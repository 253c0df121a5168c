import type { CatalogueFamily } from './entry.ts';
import { owner } from './shorthand.ts';

const ENGINES = ['chromium', 'firefox', 'webkit'];
const STARTS = ['launch', 'connect', 'connectOverCDP', 'launchPersistentContext'];

export const browsers: CatalogueFamily = {
  title: 'Browsers',
  clients: [
    owner(['puppeteer', 'puppeteer-core'], ['launch', 'connect'], {
      closers: ['close', 'disconnect'],
      disposable: true,
      note: 'The process of the browser stays, too.',
    }),
    owner(
      ['playwright', 'playwright-core'],
      ENGINES.flatMap((engine) => STARTS.map((start) => `${engine}.${start}`)),
      { closers: ['close'], note: 'The process of the browser stays, too.' },
    ),
  ].flat(),
};
