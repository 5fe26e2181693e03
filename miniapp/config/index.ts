import path from 'node:path';

import { defineConfig, type UserConfigExport } from '@tarojs/cli';

const root = path.resolve(__dirname, '..');
const shared = path.resolve(root, '../shared/src');
const target = process.env.TARO_ENV === 'weapp' ? 'weapp' : 'h5';

/** Our shared sources are TypeScript and name their neighbours `./errors.js`, as Node wants it. */
const extensionAlias = { '.js': ['.ts', '.tsx', '.js'] };
/** The build of a package for older engines. */
function legacy(name: string): string {
  const from =
    name === '@tanstack/query-core' ? [path.dirname(require.resolve('@tanstack/react-query'))] : [root];
  return path.resolve(path.dirname(require.resolve(name, { paths: from })), '../legacy/index.js');
}
/** Folders outside `src` that go through Babel. */
const include = [shared, path.resolve(root, 'config')];

export default defineConfig<'webpack5'>({
  projectName: 'linli',
  date: '2026-11-22',
  designWidth: 750,
  deviceRatio: { 640: 2.34 / 2, 750: 1, 375: 2, 828: 1.81 / 2 },
  sourceRoot: 'src',
  outputRoot: `dist/${target}`,
  plugins: target === 'weapp' ? [path.resolve(__dirname, 'aria.ts')] : [],
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: true },
  alias: {
    '@': path.resolve(root, 'src'),
    '@linli/shared': shared,
    // The legacy builds: older WebViews know no private fields, and the minifier here breaks them (`#"name"`).
    '@tanstack/react-query': legacy('@tanstack/react-query'),
    '@tanstack/query-core': legacy('@tanstack/query-core'),
  },
  sass: { resource: [path.resolve(root, 'src/styles/_tools.scss')] },
  defineConstants: {
    LINLI_API_BASE: JSON.stringify(
      target === 'h5' ? '/api' : (process.env.LINLI_API_BASE ?? 'http://127.0.0.1:3000/api'),
    ),
  },
  copy: {
    patterns: target === 'h5' ? [{ from: 'src/art/web/', to: 'dist/h5/' }] : [],
    options: {},
  },
  mini: {
    compile: { include },
    optimizeMainPackage: { enable: true },
    // Every rule of ours names its component, so the order between stylesheets does not matter.
    miniCssExtractPluginOption: { ignoreOrder: true },
    // A data URI in WXSS or JS costs main-package bytes twice; keep files as files.
    imageUrlLoaderOption: { limit: 0 },
    postcss: { pxtransform: { enable: true }, url: { enable: false }, cssModules: { enable: false } },
    webpackChain(chain, webpack) {
      chain.merge({ resolve: { extensionAlias } });
      // WeChat's engine has no AbortController; TanStack Query waits for ever without one.
      chain
        .plugin('abort')
        .use(webpack.ProvidePlugin, [
          { AbortController: [path.resolve(root, 'src/lib/abort-controller.ts'), 'AbortController'] },
        ]);
    },
  },
  h5: {
    publicPath: '/',
    staticDirectory: 'static',
    compile: { include },
    router: { mode: 'hash', basename: '' },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    postcss: {
      autoprefixer: { enable: true },
      pxtransform: { enable: true, config: { baseFontSize: 20, maxRootSize: 23, minRootSize: 17 } },
      cssModules: { enable: false },
    },
    devServer: {
      port: 10086,
      host: '127.0.0.1',
      open: false,
      // The page reloads; keeping its state across a change would need two more packages.
      hot: false,
      proxy: [{ context: ['/api'], target: 'http://127.0.0.1:3000' }],
    },
    webpackChain(chain) {
      chain.merge({
        resolve: { extensionAlias },
        // Shared code of the pages into shared chunks; Taro only splits what the entry itself loads.
        optimization: { splitChunks: { chunks: 'all', minSize: 8000 } },
      });
    },
  },
} satisfies UserConfigExport<'webpack5'>);
