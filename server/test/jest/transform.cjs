'use strict';
// Jest on Node < 24.9 cannot load ES modules through require, and Nest 12 and others are ESM only.
// So TypeScript and every ES module become CommonJS here; CommonJS passes untouched.
const { createHash } = require('node:crypto');
const { transformSync } = require('@swc/core');

const looksLikeModule = /^\s*(import|export)\s|\bimport\.meta\b|\bimport\s*\(/m;

module.exports = {
  getCacheKey(source, path, { configString }) {
    return createHash('sha256').update(source).update(path).update(configString).update('4').digest('hex');
  },
  process(source, path) {
    const typescript = /\.m?ts$/.test(path);
    if (!typescript && (path.endsWith('.cjs') || !looksLikeModule.test(source))) return { code: source };
    const code = source.replace(
      /\bimport\.meta\.url\b/g,
      "require('node:url').pathToFileURL(__filename).href",
    );
    return transformSync(code, {
      filename: path,
      swcrc: false,
      configFile: false,
      sourceMaps: 'inline',
      module: { type: 'commonjs', ignoreDynamic: false },
      jsc: {
        target: 'es2022',
        keepClassNames: true,
        parser: typescript ? { syntax: 'typescript', decorators: true } : { syntax: 'ecmascript' },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
    });
  },
};
