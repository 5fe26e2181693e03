import { fileURLToPath } from 'node:url';

// Imports point one way. Server: features → platform → database → common → shared; the simulator stands alone.
// Mini-program: pages, packages → features → components → lib → shared. Features may use each other, in no circle.

/** A rule that lets code in one place import only from the places named. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.spec\\.tsx?$' },
  to: {
    pathNot: to,
    dependencyTypesNot: ['npm', 'npm-dev', 'core', 'npm-no-pkg', 'npm-peer'],
    couldNotResolve: false,
  },
});

const server = (...folders) => [...folders.map((folder) => `^server/src/${folder}(/|\\.)`), '^shared/src/'];
const miniapp = (...folders) => [...folders.map((folder) => `^miniapp/src/${folder}(/|\\.)`), '^shared/src/'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    only('shared-alone', '^shared/', ['^shared/src/'], 'The contract depends on nothing of ours.'),
    only('server-common', '^server/src/common/', server('common'), 'common knows no layer above it.'),
    only(
      'server-database',
      '^server/src/database/',
      server('common', 'database'),
      'database stands on common.',
    ),
    only(
      'server-platform',
      '^server/src/platform/',
      server('common', 'database', 'platform'),
      'platform knows no feature.',
    ),
    only(
      'server-features',
      '^server/src/features/',
      server('common', 'database', 'platform', 'features'),
      'Features are assembled in app.module, they do not know it.',
    ),
    only(
      'simulator-alone',
      '^server/src/simulator/',
      ['^server/src/simulator/'],
      'The simulator stands for WeChat: it shares nothing with us.',
    ),
    only('miniapp-lib', '^miniapp/src/lib/', miniapp('lib'), 'lib knows no screen.'),
    only(
      'miniapp-components',
      '^miniapp/src/components/',
      miniapp('lib', 'art', 'components'),
      'components would fit another product.',
    ),
    only(
      'miniapp-features',
      '^miniapp/src/features/',
      miniapp('lib', 'art', 'components', 'features'),
      'Features know no page.',
    ),
    {
      name: 'no-page-imports-a-page',
      comment: 'What two pages share is a feature or a component.',
      severity: 'error',
      from: { path: '^miniapp/src/(pages|packages)/([^/]+)/' },
      to: { path: '^miniapp/src/(pages|packages)/', pathNot: '^miniapp/src/$1/$2/' },
    },
    {
      name: 'no-circle',
      comment: 'A circle of modules has no first one to understand. Types alone may point back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-circle-of-features',
      comment: 'One feature owns, the other asks: lift what both need, or turn the question round.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(server|miniapp)/src/features/[^/]+$' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-test-in-product',
      severity: 'error',
      from: { path: '^(shared|server|miniapp)/src/', pathNot: '\\.spec\\.tsx?$' },
      to: { path: '(\\.spec\\.tsx?$|^(server|miniapp)/(test|bench|e2e)/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Tests reach everywhere on purpose; seen as part of their folder they would close circles that the product has not.
    exclude: {
      path: '(^|/)(dist|dist-bench|coverage)/|\\.(scss|css|svg|png)$|\\.spec\\.tsx?$|^(server|miniapp)/test/',
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: fileURLToPath(new URL('scripts/direction.tsconfig.json', import.meta.url)) },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
    },
  },
};
