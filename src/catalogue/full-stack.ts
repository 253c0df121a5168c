import type { CatalogueFamily, HotFile, HotRootEntry, HotType } from './entry.ts';

const SCRIPT = '{js,jsx,mjs,ts,tsx,mts}';
const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const onRequest = (framework: string, files: readonly string[], exported: readonly string[]): HotFile => ({
  framework,
  files: files.map((file) => `**/${file}.${SCRIPT}`),
  exported,
  kind: 'request',
});

const handed = (module: string, type: string): HotType => ({
  module,
  type,
  of: 'parameter',
  kind: 'request',
});
const running = (module: string, type: string): HotType => ({
  module,
  type,
  of: 'function',
  kind: 'request',
});

/** Frameworks that find handlers by the names of files and of what these export. */
export const fullStack: CatalogueFamily = {
  hotFiles: [
    onRequest('Next.js', ['app/**/route'], HTTP_METHODS),
    onRequest('Next.js', ['pages/api/**/*'], ['default', 'handler']),
    onRequest('Next.js', ['pages/**/*'], ['getServerSideProps']),
    onRequest('Next.js', ['app/**/{page,layout,template,default}'], ['default', 'generateMetadata']),
    onRequest('Next.js', ['{middleware,proxy}'], ['middleware', 'proxy']),
    onRequest(
      'Remix and React Router',
      ['app/{routes,root,entry.server}/**/*', 'app/routes/*', 'app/root'],
      ['loader', 'action'],
    ),
    onRequest('React Router', ['app/entry.server'], ['default', 'handleRequest', 'handleDataRequest']),
    onRequest('SvelteKit', ['routes/**/+server'], [...HTTP_METHODS, 'fallback']),
    onRequest(
      'SvelteKit',
      ['routes/**/+{page,layout}.server', 'routes/**/+{page,layout}'],
      ['load', 'actions.*'],
    ),
    onRequest('SvelteKit', ['src/hooks.server'], ['handle', 'handleFetch', 'handleError']),
    onRequest('Astro', ['src/pages/**/*'], [...HTTP_METHODS, 'ALL']),
    onRequest('Astro', ['src/middleware', 'src/middleware/index'], ['onRequest']),
    onRequest('SolidStart', ['src/routes/**/*'], HTTP_METHODS),
    onRequest('Medusa', ['src/api/**/route'], HTTP_METHODS),
    onRequest('Vercel Functions', ['api/**/*'], HTTP_METHODS),
    onRequest(
      'Cloudflare Pages',
      ['functions/**/*'],
      [
        'onRequest',
        ...HTTP_METHODS.map((method) => `onRequest${method.charAt(0)}${method.slice(1).toLowerCase()}`),
      ],
    ),
  ],
  hotRoots: [
    { module: 'astro:middleware', path: 'defineMiddleware', kind: 'request' },
    { module: 'next-auth', path: '', kind: 'request', callbacks: ['0.callbacks.**', '0.events.**'] },
    ...['next-auth/providers/*', '@auth/core/providers/*'].map((module): HotRootEntry => ({
      module,
      path: '*',
      kind: 'request',
      callbacks: ['0.authorize'],
    })),
    { module: 'next-connect', path: '().get', kind: 'request' },
    { module: 'next-connect', path: '().post', kind: 'request' },
    { module: 'next-connect', path: '().use', kind: 'request' },
    { module: 'next-safe-action', path: 'createSafeActionClient()**.action', kind: 'request' },
    { module: '@tanstack/react-start', path: 'createServerFn()**.handler', kind: 'request' },
  ],
  hotTypes: [
    handed('next', 'NextApiRequest'),
    handed('next', 'NextApiResponse'),
    handed('next/server', 'NextRequest'),
    handed('next', 'GetServerSidePropsContext'),
    running('next', 'NextApiHandler'),
    running('next', 'GetServerSideProps'),
    ...['@remix-run/node', '@remix-run/server-runtime', '@remix-run/cloudflare', 'react-router'].flatMap(
      (module) => [
        handed(module, 'LoaderFunctionArgs'),
        handed(module, 'ActionFunctionArgs'),
        handed(module, 'LoaderArgs'),
        handed(module, 'ActionArgs'),
        running(module, 'LoaderFunction'),
        running(module, 'ActionFunction'),
      ],
    ),
    handed('@sveltejs/kit', 'RequestEvent'),
    running('@sveltejs/kit', 'RequestHandler'),
    running('@sveltejs/kit', 'Handle'),
    running('./$types', 'RequestHandler'),
    running('./$types', 'PageServerLoad'),
    running('./$types', 'LayoutServerLoad'),
    running('./$types', 'PageLoad'),
    running('astro', 'APIRoute'),
    handed('astro', 'APIContext'),
  ],
};
