import { families } from '../catalogue/catalogue.ts';
import type { CatalogueFamily } from '../catalogue/entry.ts';

type Source = 'catalogue' | 'configuration';
type Known<T> = readonly (T & { readonly from: Source })[];

/** Every client and hot root that is known, and whether this package or the project's configuration knows it. */
export type CatalogueReport = { readonly schemaVersion: 1 } & {
  readonly [Key in Exclude<keyof CatalogueFamily, 'title' | 'types'>]-?: Known<
    NonNullable<CatalogueFamily[Key]>[number]
  >;
};

/** @param own What the configuration adds. */
export function catalogueReport(own: CatalogueFamily): CatalogueReport {
  const all = <T>(select: (family: CatalogueFamily) => readonly T[] | undefined): Known<T> => [
    ...(select(own) ?? []).map((entry) => ({ ...entry, from: 'configuration' as const })),
    ...families
      .flatMap((family) => select(family) ?? [])
      .map((entry) => ({ ...entry, from: 'catalogue' as const })),
  ];
  return {
    schemaVersion: 1,
    clients: all(({ clients }) => clients),
    hotRoots: all(({ hotRoots }) => hotRoots),
    hotDecorators: all(({ hotDecorators }) => hotDecorators),
    hotMethods: all(({ hotMethods }) => hotMethods),
    hotTypes: all(({ hotTypes }) => hotTypes),
    hotFiles: all(({ hotFiles }) => hotFiles),
    namedHotRoots: all(({ namedHotRoots }) => namedHotRoots),
    guessedHotRoots: all(({ guessedHotRoots }) => guessedHotRoots),
    routeShapes: all(({ routeShapes }) => routeShapes),
    eventShapes: all(({ eventShapes }) => eventShapes),
  };
}
